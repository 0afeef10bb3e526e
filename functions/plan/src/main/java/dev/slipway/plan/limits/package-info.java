/** What Lambda takes and what it refuses, so that a deploy fails before its build and not after it. */
@NullMarked
package dev.slipway.plan.limits;

import org.jspecify.annotations.NullMarked;
