/** Traces as X-Ray has them, read back into spans. */
@NullMarked
package dev.slipway.cli.xray;

import org.jspecify.annotations.NullMarked;
