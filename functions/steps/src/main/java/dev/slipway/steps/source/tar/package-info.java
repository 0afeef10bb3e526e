/** Reads tar as it is written in practice: ustar, pax and GNU. */
@NullMarked
package dev.slipway.steps.source.tar;

import org.jspecify.annotations.NullMarked;
