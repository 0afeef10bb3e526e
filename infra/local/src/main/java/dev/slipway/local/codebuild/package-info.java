/**
 * AWS CodeBuild: runs a project's buildspec on this machine with the environment that CodeBuild gives it.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html">Buildspec reference</a>
 */
@NullMarked
package dev.slipway.local.codebuild;

import org.jspecify.annotations.NullMarked;
