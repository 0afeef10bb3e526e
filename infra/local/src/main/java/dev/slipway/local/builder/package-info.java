/**
 * The embedded builder: builds images of Dockerfiles that only copy, where there is no container engine. It is reached
 * through {@code SLIPWAY_BUILDER} as buildkitd is through {@code BUILDKIT_HOST}, and reports progress as
 * {@code docker buildx build --progress=rawjson} does.
 *
 * <p>The base image of FROM is recorded and not pulled: what is built runs as a host process only, and is marked so
 * with {@code dev.slipway.host-only}.
 */
@NullMarked
package dev.slipway.local.builder;

import org.jspecify.annotations.NullMarked;
