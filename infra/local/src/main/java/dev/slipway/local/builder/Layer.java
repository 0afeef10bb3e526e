package dev.slipway.local.builder;

import dev.slipway.local.registry.Digest;

/**
 * A layer that the registry has.
 *
 * @param diffId digest of the tar
 * @param digest digest of the compressed tar, under which the registry keeps it
 * @param createdBy the instruction that made it
 * @param reused whether it was there before this build
 */
record Layer(Digest diffId, Digest digest, long size, String createdBy, boolean reused) {}
