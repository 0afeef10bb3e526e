/** Ruby: a Gemfile; Rails, Rack, or one script. */
@NullMarked
package dev.slipway.plan.ruby;

import org.jspecify.annotations.NullMarked;
