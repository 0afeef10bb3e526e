package dev.slipway.local.codebuild;

import java.time.Duration;
import java.util.List;

/**
 * A build that was asked for, with what StartBuild overrides.
 *
 * @param overrides variables given to StartBuild, before those of the project
 * @param buildspec path of the buildspec in the source, or the buildspec itself
 */
record BuildOrder(
        Build build, Project project, List<EnvironmentVariable> overrides, String buildspec, Duration timeout) {

    BuildOrder {
        overrides = List.copyOf(overrides);
    }

    static final String DEFAULT_BUILDSPEC = "buildspec.yml";

    /** Tells whether the buildspec was given itself, as AWS does: by more than one line. */
    boolean isInline() {
        return buildspec.indexOf('\n') >= 0;
    }
}
