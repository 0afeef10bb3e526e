/** The spans of a command: what the CLI adds to the trace of a deployment. */
@NullMarked
package dev.slipway.cli.trace;

import org.jspecify.annotations.NullMarked;
