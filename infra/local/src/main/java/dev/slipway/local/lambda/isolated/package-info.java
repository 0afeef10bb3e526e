/** The isolated mode: each function under the real runtime interface client, in a JVM of its own, on a local Runtime API. */
@NullMarked
package dev.slipway.local.lambda.isolated;

import org.jspecify.annotations.NullMarked;
