/** What a command sees of the process around it: streams, environment, working folder, start time, and the terminal. */
@NullMarked
package dev.slipway.cli.console;

import org.jspecify.annotations.NullMarked;
