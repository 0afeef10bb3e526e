/** A folder as an application: its slipway.toml and its name. */
@NullMarked
package dev.slipway.cli.source;

import org.jspecify.annotations.NullMarked;
