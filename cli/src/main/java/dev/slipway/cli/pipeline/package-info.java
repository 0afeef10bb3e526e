/** Talks to a pipeline: finds it, creates deployments, uploads sources, follows executions, reads records. */
@NullMarked
package dev.slipway.cli.pipeline;

import org.jspecify.annotations.NullMarked;
