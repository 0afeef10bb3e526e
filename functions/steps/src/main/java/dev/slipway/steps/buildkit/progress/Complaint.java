package dev.slipway.steps.buildkit.progress;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in the words of a person what BuildKit says in its own. */
final class Complaint {
    private static final int LONGEST_STEP = 100;
    private static final Pattern EXIT = Pattern.compile("exit code: (\\d+)");
    private static final Pattern STEP = Pattern.compile("\\[(?:(\\S+) )?(\\d+/\\d+)\\] (.+)", Pattern.DOTALL);
    /** How far the error came up, which nobody asked. */
    private static final Pattern WRAPPING = Pattern.compile("^(?:ERROR: |error: |failed to build: |failed to solve: "
            + "|dockerfile parse error on line \\d+: |failed to compute cache key: |rpc error: code = \\w+ desc = "
            + "|failed to calculate checksum of ref \\S+ )+");

    private Complaint() {}

    static @Nullable Integer exitCode(@Nullable String error) {
        Matcher exit = EXIT.matcher(error == null ? "" : error);
        return exit.find() ? Integer.valueOf(exit.group(1)) : null;
    }

    static String plain(String error) {
        return WRAPPING.matcher(error).replaceFirst("");
    }

    /** Names a step: {@code step 2/3 "RUN make"}, with its stage where it has a name of its own. */
    static String step(String name) {
        Matcher parts = STEP.matcher(name);
        if (!parts.matches()) {
            return "step \"" + shortened(name) + "\"";
        }
        String stage = parts.group(1);
        boolean named = stage != null && !stage.startsWith("stage-");
        return "step " + (named ? stage + " " : "") + parts.group(2) + " \"" + shortened(parts.group(3)) + "\"";
    }

    /** Returns what to do about an error, where more can be said than to look at the log. */
    static @Nullable String hint(String error, List<String> tail) {
        String all = error + "\n" + String.join("\n", tail);
        if (all.contains("/dev/otel-grpc.sock")) {
            return "BuildKit gives its steps OTEL_TRACES_EXPORTER=otlp; put OTEL_TRACES_EXPORTER=none before the command";
        }
        if (all.contains("no space left on device")) {
            return "the disk of the build is full; leave files out with .dockerignore, or build in fewer layers";
        }
        if (error.endsWith("exit code: 137")) {
            return "something killed the step, as a machine does that is out of memory";
        }
        if (error.contains("not found") && error.contains("docker.io/")) {
            return "check the name and tag of the image in FROM";
        }
        return BuildAdvice.of(tail).orElse(null);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_STEP ? line : line.substring(0, LONGEST_STEP - 1) + "…";
    }
}
