/** s3_trigger: an upload to incoming/ starts the same workflow. */
@NullMarked
package dev.slipway.steps.s3trigger;

import org.jspecify.annotations.NullMarked;
