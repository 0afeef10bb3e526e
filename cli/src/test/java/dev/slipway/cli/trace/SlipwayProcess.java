package dev.slipway.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code cli/bin/slipway} as a person would, under a home folder of its own. */
final class SlipwayProcess {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_MINUTES = 5;

    private final Path home;
    private final Map<String, String> environment;

    SlipwayProcess(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** Returns the same with more variables in its environment. */
    SlipwayProcess with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new SlipwayProcess(home, all);
    }

    /** What a command answered. */
    record Result(int exitCode, String out, String err) {
        /** Reads the last line of the output, where {@code --output json} puts the result. */
        JsonNode json() throws IOException {
            String[] lines = out.strip().split("\n", -1);
            return JSON.readTree(out.strip().startsWith("{") && lines.length > 1 ? out : lines[lines.length - 1]);
        }
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("cli/bin/slipway").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("TRACE"));
        builder.environment().put("SLIPWAY_HOME", home.toString());
        // The same builder wherever these tests run; the others have tests of their own.
        builder.environment().put("SLIPWAY_BUILD_WITH", "embedded");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("no end after " + TIMEOUT_MINUTES + " min:\n" + Files.readString(err, UTF_8));
        }
        return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    /** Stops the local cloud, and waits for the archive that the first command makes behind it in the home folder. */
    void stop() throws IOException, InterruptedException {
        run("local", "stop");
        await().atMost(Duration.ofMinutes(TIMEOUT_MINUTES)).until(() -> !isMakingArchive());
    }

    private boolean isMakingArchive() throws IOException {
        Path archives = home.resolve("cds");
        if (!Files.isDirectory(archives)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.anyMatch(file -> file.toString().endsWith(".making"));
        }
    }

    static String example(String name) {
        return ROOT.resolve("cli/examples").resolve(name).toString();
    }

    /** Returns where the running local cloud takes spans. */
    URI receiver() throws IOException {
        JsonNode cloud = JSON.readTree(Files.readString(home.resolve("local/cloud.json"), UTF_8));
        return URI.create(cloud.path("otlpEndpoint").asText());
    }
}
