/** The build plan: what setup found in the source and how it is to be built and run. */
@NullMarked
package dev.slipway.events.plan;

import org.jspecify.annotations.NullMarked;
