/** What the planner sees of a source: names of files, the text of a few, and places to point at when it refuses. */
@NullMarked
package dev.slipway.plan.source;

import org.jspecify.annotations.NullMarked;
