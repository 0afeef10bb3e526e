package dev.slipway.steps.bucket;

/** A record as it was read, and the ETag that a compare-and-swap of it names. */
public record Versioned<T extends Record>(T value, String etag) {}
