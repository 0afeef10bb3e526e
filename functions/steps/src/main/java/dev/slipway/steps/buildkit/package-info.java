/** buildkit: the part of a build that runs on CodeBuild, around build.sh. */
@NullMarked
package dev.slipway.steps.buildkit;

import org.jspecify.annotations.NullMarked;
