package dev.slipway.events.step;

import org.jspecify.annotations.Nullable;

/**
 * How many batches of spans were handed on, and how many were refused or lost.
 *
 * @param problem why any was lost, in one line without anything secret; absent when none was
 */
public record ReportSpansResult(
        int accepted, int rejected, @Nullable String problem) {}
