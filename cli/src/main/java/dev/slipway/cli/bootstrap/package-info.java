/** Brings the pipeline's stack to an AWS account, changes it, and takes it away again. */
@NullMarked
package dev.slipway.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
