package dev.slipway.local.builder;

import dev.slipway.local.registry.Digest;

/**
 * A layer that the registry has, as a plain tar: what goes no further than this machine is not worth compressing, and the
 * digest of its files is then the layer's own.
 *
 * @param size in bytes
 * @param createdBy the instruction that made it
 * @param reused whether it was there before this build
 */
record Layer(Digest digest, long size, String createdBy, boolean reused) {}
