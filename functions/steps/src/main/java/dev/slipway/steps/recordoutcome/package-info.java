/** record_outcome: how a deployment ended, and the spans that nobody could write before. */
@NullMarked
package dev.slipway.steps.recordoutcome;

import org.jspecify.annotations.NullMarked;
