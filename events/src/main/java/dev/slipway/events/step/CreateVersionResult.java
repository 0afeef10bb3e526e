package dev.slipway.events.step;

/** The number of the version that stands for a deployment. */
public record CreateVersionResult(long version) {}
