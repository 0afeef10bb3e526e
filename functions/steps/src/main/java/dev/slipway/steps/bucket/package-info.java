/** The pipeline's state: records in the bucket, read and written by compare-and-swap. */
@NullMarked
package dev.slipway.steps.bucket;

import org.jspecify.annotations.NullMarked;
