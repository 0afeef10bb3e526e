/** create_version: the immutable record of what can be run. */
@NullMarked
package dev.slipway.steps.createversion;

import org.jspecify.annotations.NullMarked;
