/** Reads a source tree and says how to build and run it. {@link dev.slipway.plan.Planner} is the way in. */
@NullMarked
package dev.slipway.plan;

import org.jspecify.annotations.NullMarked;
