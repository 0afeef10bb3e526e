/** How a command fails: a cause, a hint and an exit code that scripts rely on. */
@NullMarked
package dev.slipway.cli.failure;

import org.jspecify.annotations.NullMarked;
