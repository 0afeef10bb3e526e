/**
 * Dockerfiles: writing the generated ones, reading those that a source brings.
 *
 * <p>What the generated ones have in common is here, the rest with the stack that writes it. They name no {@code syntax},
 * which would cost a round trip to a registry before the build begins. Dependencies come before the source, in a layer of
 * their own, because layers travel with the cache in the registry; cache mounts stay with the builder that has them, and
 * spare it the downloads when the dependencies do change.
 */
@NullMarked
package dev.slipway.plan.dockerfile;

import org.jspecify.annotations.NullMarked;
