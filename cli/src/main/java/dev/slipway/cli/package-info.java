/** The command line of the pipeline. */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
