/**
 * Draws the trace of a deployment: as text for a terminal, and as one page for a browser.
 *
 * <p>Both are of the same rows. Everything in a trace was written by others, so names and values are shown for what they
 * are: never as escape sequences, never as markup.
 */
@NullMarked
package dev.slipway.cli.waterfall;

import org.jspecify.annotations.NullMarked;
