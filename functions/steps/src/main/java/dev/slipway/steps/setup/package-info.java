/** setup: checks the source, finds its stack and writes the build plan. */
@NullMarked
package dev.slipway.steps.setup;

import org.jspecify.annotations.NullMarked;
