/** Reads zip as a stream, and holds it against its central directory at the end. */
@NullMarked
package dev.slipway.steps.source.zip;

import org.jspecify.annotations.NullMarked;
