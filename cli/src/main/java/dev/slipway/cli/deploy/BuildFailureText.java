package dev.slipway.cli.deploy;

import dev.slipway.events.step.BuildResult;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words for the step that broke a build: where it stands, what it is, how it ended. */
final class BuildFailureText {
    private static final Pattern POSITION = Pattern.compile("\\[[^\\]]*\\] *");

    private BuildFailureText() {}

    /** Returns {@code Dockerfile:7  RUN npm ci → exit code 1}; nothing when no step was to blame. */
    static Optional<String> of(BuildResult result) {
        if (result.failedStep() == null || result.exitCode() == null) {
            return Optional.empty();
        }
        String place = result.place() == null ? "" : result.place() + "  ";
        String step = POSITION.matcher(result.failedStep()).replaceFirst("");
        return Optional.of(place + step + " → exit code " + result.exitCode());
    }
}
