package dev.slipway.events.step;

/** How many spans were handed on, and how many were refused. */
public record ReportSpansResult(int accepted, int rejected) {}
