/**
 * A whole trace, read back as a tree: for {@code slipway trace}, which draws it, and for the tests, which compare it.
 *
 * <p>Reads OTLP/JSON and needs neither the SDK nor protobuf.
 */
@NullMarked
package dev.slipway.telemetry.tree;

import org.jspecify.annotations.NullMarked;
