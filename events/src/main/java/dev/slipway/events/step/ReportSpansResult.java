package dev.slipway.events.step;

/** How many batches of spans were handed on, and how many were refused or lost. */
public record ReportSpansResult(int accepted, int rejected) {}
