/**
 * Step Functions (Standard): the wire calls, the definitions, and the executions with their histories on disk.
 *
 * <p>{@code jsonata} evaluates, {@code asl} reads definitions, {@code task} reaches other services, {@code engine} runs;
 * this package is the service that the front door sees.
 */
@NullMarked
package dev.slipway.local.stepfunctions;

import org.jspecify.annotations.NullMarked;
