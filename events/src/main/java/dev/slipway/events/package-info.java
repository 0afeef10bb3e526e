/** The contract of the pipeline: every message that crosses a boundary, as a record, and the codec that reads and writes it. */
@NullMarked
package dev.slipway.events;

import org.jspecify.annotations.NullMarked;
