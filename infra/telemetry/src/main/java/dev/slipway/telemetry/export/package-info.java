/** The OpenTelemetry SDK, set up by hand from the environment, and an export that never holds a deploy up. */
@NullMarked
package dev.slipway.telemetry.export;

import org.jspecify.annotations.NullMarked;
