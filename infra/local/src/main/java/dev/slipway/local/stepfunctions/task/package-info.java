/**
 * What a Task state can call: one class per service integration, with AWS's rules for its arguments, its result and the
 * names of its errors. The services themselves are behind functional interfaces.
 */
@NullMarked
package dev.slipway.local.stepfunctions.task;

import org.jspecify.annotations.NullMarked;
