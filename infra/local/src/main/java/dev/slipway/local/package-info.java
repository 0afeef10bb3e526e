/** The embedded cloud, one package per AWS service. */
@NullMarked
package dev.slipway.local;

import org.jspecify.annotations.NullMarked;
