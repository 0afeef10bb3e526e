/** One deployment from the command line: prepare, create, upload, follow, and say how it ended. */
@NullMarked
package dev.slipway.cli.deploy;

import org.jspecify.annotations.NullMarked;
