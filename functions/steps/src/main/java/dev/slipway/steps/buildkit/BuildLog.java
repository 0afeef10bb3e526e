package dev.slipway.steps.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.step.BuildResult;
import dev.slipway.plan.dockerfile.DockerfileText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a build's progress: BuildKit's rawjson goes on to the log as it comes, and what explains a failure is kept.
 *
 * <p>The step records are kept without their output, so memory does not grow with what a build prints. Not thread-safe.
 */
final class BuildLog {
    private static final int MOST_RECORDS = 20_000;

    private final PrintStream out;
    private final FailureReport failure = new FailureReport();
    private final List<String> records = new ArrayList<>();
    private @Nullable String hint;

    BuildLog(PrintStream out) {
        this.out = out;
    }

    /** Takes the Dockerfile that is built, so that its lines can be named. */
    void dockerfile(String text) {
        failure.dockerfile(DockerfileText.parse(text));
    }

    /** Takes one line: a rawjson record, or what a tool said beside it. */
    void line(String line) {
        out.println(line);
        if (!line.startsWith("{")) {
            failure.line(line);
            return;
        }
        try {
            JsonNode record = Codec.parse(line);
            record.path("vertexes").forEach(failure::vertex);
            record.path("logs").forEach(failure::output);
            if (record.has("vertexes") && records.size() < MOST_RECORDS) {
                records.add(Codec.write(Map.of("vertexes", record.path("vertexes"))));
            }
        } catch (InvalidEventException e) {
            failure.line(line);
        }
    }

    /** Takes the builder's own word on why it failed. */
    void error(String cause, String advice) {
        hint = advice.isEmpty() ? null : advice;
        failure.error(cause);
        out.println("ERROR: " + cause);
    }

    /** Notes that the builder's process ended with a code and no image. */
    void exited(int code) {
        failure.exited(code);
    }

    /** Returns the step records as JSON lines. */
    String progress() {
        return String.join("\n", records);
    }

    BuildResult result(BuildSettings settings, String builder, Optional<String> digest) {
        if (digest.isEmpty()) {
            return failure(settings, builder, failure.cause(), hint);
        }
        return new BuildResult(
                1,
                settings.deploymentId(),
                settings.buildId(),
                builder,
                digest.get(),
                digest.get(),
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    BuildResult failure(BuildSettings settings, String builder, String cause, @Nullable String advice) {
        out.println("ERROR: failed to build " + settings.app() + ": " + cause);
        return new BuildResult(
                1,
                settings.deploymentId(),
                settings.buildId(),
                builder,
                null,
                null,
                failure.step(),
                failure.place(),
                failure.exitCode(),
                cause,
                advice == null ? "see its whole output with: slipway logs --build " + settings.deploymentId() : advice,
                failure.lines());
    }
}
