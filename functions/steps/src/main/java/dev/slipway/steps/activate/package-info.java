/** activate: makes a version the desired one, unless a newer deployment is there. */
@NullMarked
package dev.slipway.steps.activate;

import org.jspecify.annotations.NullMarked;
