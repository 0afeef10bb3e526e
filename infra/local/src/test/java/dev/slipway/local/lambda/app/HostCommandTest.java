package dev.slipway.local.lambda.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostCommandTest {
    @TempDir
    Path root;

    @BeforeEach
    void files() throws Exception {
        Files.createDirectories(root.resolve("app/lib"));
        Files.writeString(root.resolve("app/app.jar"), "");
        Files.writeString(root.resolve("app/run"), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/app/run | ROOT/app/run",
                "java -jar /app/app.jar | java -jar ROOT/app/app.jar",
                "java -cp /app/app.jar:/app/lib/* Main | java -cp ROOT/app/app.jar:ROOT/app/lib/* Main",
                "java --config=/app/app.jar /not/there | java --config=ROOT/app/app.jar /not/there",
                "/opt/none/bin/java -version | java -version",
                "/bin/sh /app/run | /bin/sh ROOT/app/run"
            })
    void map_arguments_pathsOfTheImageOnly(String words, String expected) {
        List<String> mapped = new HostCommand(root).map(Arrays.asList(words.split(" ", -1)));

        assertThat(String.join(" ", mapped)).isEqualTo(expected.replace("ROOT", root.toString()));
    }

    @Test
    void map_shellLine_pathsInIt() {
        List<String> mapped = new HostCommand(root)
                .map(List.of(
                        "/bin/sh", "-c", "exec java -cp '/app/lib/*' -jar /app/app.jar --at=/dev/null $X/app/run"));

        assertThat(mapped.get(2))
                .isEqualTo("exec java -cp 'ROOT/app/lib/*' -jar ROOT/app/app.jar --at=/dev/null $X/app/run"
                        .replace("ROOT", root.toString()));
    }

    @Test
    void folder_outside_isTheRoot() {
        assertThat(new HostCommand(root).folder("/../../etc")).isEqualTo(root);
    }
}
