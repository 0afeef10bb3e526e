package dev.slipway.local.builder;

import dev.slipway.local.registry.Digest;

/**
 * A layer that the registry has.
 *
 * @param diffId digest of the plain tar
 * @param digest under which the registry keeps it
 * @param size there, in bytes
 * @param createdBy the instruction that made it
 * @param reused whether it was there before this build
 */
record Layer(Digest diffId, Digest digest, long size, String createdBy, boolean reused) {}
