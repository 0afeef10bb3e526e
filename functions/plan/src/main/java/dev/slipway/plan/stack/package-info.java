/** What all stacks share: what they are, what they look at, what they answer, and how they choose a version. */
@NullMarked
package dev.slipway.plan.stack;

import org.jspecify.annotations.NullMarked;
