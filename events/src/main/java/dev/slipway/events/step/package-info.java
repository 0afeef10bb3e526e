/** What the steps of the workflow are asked and what they answer. */
@NullMarked
package dev.slipway.events.step;

import org.jspecify.annotations.NullMarked;
