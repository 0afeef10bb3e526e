/** OpenTelemetry for the pipeline: the gate, the carriers and the deterministic span ids. */
@NullMarked
package dev.slipway.telemetry;

import org.jspecify.annotations.NullMarked;
