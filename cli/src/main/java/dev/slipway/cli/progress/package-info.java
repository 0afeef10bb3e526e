/** Shows a deployment while it runs: alive on a terminal, a line an event elsewhere, JSON for scripts. */
@NullMarked
package dev.slipway.cli.progress;

import org.jspecify.annotations.NullMarked;
