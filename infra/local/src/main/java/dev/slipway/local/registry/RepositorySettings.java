package dev.slipway.local.registry;

import java.time.Instant;

/** Describes a repository as it was created. */
public record RepositorySettings(String name, Instant createdAt, TagMutability mutability) {}
