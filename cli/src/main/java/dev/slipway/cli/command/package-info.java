/** The commands, one class each: options in, exit code out; the work is done in the other rooms. */
@NullMarked
package dev.slipway.cli.command;

import org.jspecify.annotations.NullMarked;
