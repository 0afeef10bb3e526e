/**
 * Tracing, for every part of Slipway: the gate, what crosses a boundary, ids that two processes agree on without asking
 * each other, and the spans of AWS calls.
 *
 * <p>This room knows the OpenTelemetry API only. The SDK lives in {@link dev.slipway.telemetry.export}, which is not
 * loaded while tracing is off.
 */
@NullMarked
package dev.slipway.telemetry;

import org.jspecify.annotations.NullMarked;
