package dev.slipway.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a local cloud is started.
 *
 * @param home folder of all its state
 * @param infra folder of template.yaml
 * @param functionsJar code of the template's functions
 * @param lib folder of the Lambda runtime interface client's jars, for isolated functions
 * @param otlp where traces go as well as to the own receiver; {@link #NO_TRACING} for nowhere; empty for the receiver
 *     alone
 * @param isolated whether each function runs in a JVM of its own
 * @param buildId of the code that runs, for its client to tell whether it is its own
 */
record Options(
        Path home, Path infra, Path functionsJar, Path lib, Optional<String> otlp, boolean isolated, String buildId) {
    static final String NO_TRACING = "none";
    private static final Set<String> VALUED =
            Set.of("--home", "--infra", "--functions-jar", "--lib", "--otlp", "--build-id", "--idle-exit");
    static final String USAGE = """
            usage: slipway-local [--home DIR] --infra DIR [--functions-jar FILE] [--lib DIR] [--otlp URL|none] \
            [--isolated] [--build-id ID] [--idle-exit none]""";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException what is wrong with it
     */
    static Options parse(String[] arguments, Map<String, String> environment) {
        Map<String, String> given = new HashMap<>();
        boolean isolated = false;
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (option.equals("--isolated")) {
                isolated = true;
            } else if (!VALUED.contains(option)) {
                throw new IllegalArgumentException("unknown option: " + option);
            } else if (!words.hasNext()) {
                throw new IllegalArgumentException("option without a value: " + option);
            } else {
                given.put(option, words.next());
            }
        }
        if (!given.getOrDefault("--idle-exit", "none").equals("none")) {
            throw new IllegalArgumentException("--idle-exit takes none; the local cloud runs until it is stopped");
        }
        String slipwayHome =
                environment.getOrDefault("SLIPWAY_HOME", environment.getOrDefault("HOME", ".") + "/.slipway");
        Path infra = path(given.getOrDefault("--infra", "infra"));
        return new Options(
                path(given.getOrDefault("--home", slipwayHome + "/local")),
                infra,
                path(given.getOrDefault("--functions-jar", infra + "/../functions/steps/target/functions.jar")),
                path(given.getOrDefault("--lib", infra + "/local/target/ric")),
                Optional.ofNullable(given.get("--otlp")),
                isolated,
                given.getOrDefault("--build-id", ""));
    }

    boolean traced() {
        return !otlp.equals(Optional.of(NO_TRACING));
    }

    Path template() {
        return infra.resolve("template.yaml");
    }

    private static Path path(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }
}
