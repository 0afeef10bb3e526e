package dev.slipway.events.step;

import org.jspecify.annotations.Nullable;

/** The version that is now the desired one, and the one before it. */
public record ActivateResult(long version, @Nullable Long previous) {}
