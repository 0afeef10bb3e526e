/** The local cloud as a background process: found, started, replaced and stopped. */
@NullMarked
package dev.slipway.cli.local;

import org.jspecify.annotations.NullMarked;
