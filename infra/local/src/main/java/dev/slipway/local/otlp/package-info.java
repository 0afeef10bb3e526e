/**
 * The OTLP receiver: takes traces over HTTP and gRPC on a loopback port of its own, keeps them on disk within bounds, and
 * gives a whole trace back.
 *
 * <p>Unsigned, as every OTLP exporter expects. Kept as OTLP/JSON from the first byte on, so that what is read is what a
 * person finds in the file.
 */
@NullMarked
package dev.slipway.local.otlp;

import org.jspecify.annotations.NullMarked;
