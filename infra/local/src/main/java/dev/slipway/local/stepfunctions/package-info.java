/**
 * Step Functions (Standard): the wire calls, the definitions, and the executions with their histories on disk.
 *
 * <p>All that a definition can say in JSONata is here but for distributed Map, task tokens, activities and credentials of
 * a task; those, JSONPath, and resources that nobody has wired are refused when a state machine is created. Express
 * workflows, versions, aliases, tags, redrive and TestState are not here either.
 *
 * <p>{@code jsonata} evaluates, {@code asl} reads definitions, {@code task} reaches other services, {@code engine} runs;
 * this package is the service that the front door sees.
 */
@NullMarked
package dev.slipway.local.stepfunctions;

import org.jspecify.annotations.NullMarked;
