/**
 * The interpreter: runs executions state by state and writes their histories with AWS's event types, ids and order.
 *
 * <p>Each execution, and each branch of a Parallel or Map state, has a thread of a cached pool that waits without polling
 * for what the state is about: a task, a timer, other branches, or that the execution is stopped.
 */
@NullMarked
package dev.slipway.local.stepfunctions.engine;

import org.jspecify.annotations.NullMarked;
