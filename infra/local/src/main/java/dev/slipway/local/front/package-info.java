/** The front door: one loopback endpoint that verifies signatures and hands each call to its service. */
@NullMarked
package dev.slipway.local.front;

import org.jspecify.annotations.NullMarked;
