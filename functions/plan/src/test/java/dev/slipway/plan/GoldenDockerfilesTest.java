package dev.slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.plan.BuildPlan;
import dev.slipway.plan.dockerfile.DockerfileText;
import dev.slipway.plan.source.MemoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code fixtures/<name>.tree} is a source tree in one text: {@code --- path} begins a file. Beside it stands
 * {@code <name>.plan}, what is planned for it. {@code -Dslipway.golden=write} writes the plans anew.
 */
final class GoldenDockerfilesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Pattern FILE = Pattern.compile("(?m)^--- (\\S.*)\\R");
    private static final boolean WRITE = "write".equals(System.getProperty("slipway.golden"));

    static List<String> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tree"))
                    .map(name -> name.replace(".tree", ""))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void plan_fixture_isTheGoldenOne(String name) throws IOException {
        String actual = describe(plan(name));
        Path golden = FIXTURES.resolve(name + ".plan");
        if (WRITE) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void plan_fixture_hasADockerfileThatRunsAnywhere(String name) {
        String dockerfile = plan(name).generatedDockerfile();
        assertThat(dockerfile).startsWith("FROM ").doesNotContain("syntax=", "\nADD ", "\nEXPOSE ");
        assertThat(DockerfileText.parse(dockerfile).stages()).isNotEmpty();
        String lastStage = dockerfile.substring(dockerfile.lastIndexOf("FROM "));
        assertThat(lastStage).containsPattern("(?m)^ENV PORT=\\d+").containsPattern("(?m)^USER [1-9]\\d*:[1-9]\\d*$");
        assertThat(lastStage.lines().reduce((a, b) -> b)).get().asString().startsWith("CMD [\"");
        assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM "))).allMatch(line -> line.contains(":"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void plan_fixture_hasCachesOfTheAppAlone(String name) {
        Matcher cache =
                Pattern.compile("type=cache,id=([^,]+)").matcher(plan(name).generatedDockerfile());
        while (cache.find()) {
            assertThat(cache.group(1)).startsWith("shop-");
        }
    }

    private static BuildPlan plan(String name) {
        try {
            String text = Files.readString(FIXTURES.resolve(name + ".tree"));
            return Planner.plan(MemoryTree.of(files(text)), new PlanOptions("shop", Map.of(), "x86_64"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> files(String text) {
        Map<String, String> files = new TreeMap<>();
        Matcher header = FILE.matcher(text);
        String path = null;
        int begin = 0;
        while (header.find()) {
            if (path != null) {
                files.put(path, text.substring(begin, header.start()));
            }
            path = header.group(1).strip();
            begin = header.end();
        }
        files.put(path, text.substring(begin));
        return files;
    }

    private static String describe(BuildPlan plan) {
        return String.join(
                "\n",
                "stack: " + plan.stack() + (plan.stackVersion() == null ? "" : " " + plan.stackVersion()),
                "rule: " + plan.rule(),
                "reason: " + plan.reason(),
                "command: " + plan.run().command(),
                "notes: " + String.join("\n       ", plan.notes()),
                "",
                plan.generatedDockerfile());
    }
}
