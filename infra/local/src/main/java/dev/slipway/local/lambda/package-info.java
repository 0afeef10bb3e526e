/**
 * Lambda: the calls, and what they set in motion. The functions themselves are in {@code function}; they run by
 * {@code zip} (the pipeline's steps, in process), {@code isolated} (the same, a JVM each) and {@code app} (deployed
 * images); {@code url} answers their URLs and {@code async} their events.
 */
@NullMarked
package dev.slipway.local.lambda;

import org.jspecify.annotations.NullMarked;
