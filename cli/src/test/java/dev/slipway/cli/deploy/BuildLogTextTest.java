package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildLogTextTest {
    private final BuildLogText text = new BuildLogText();
    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [Container] Phase complete: BUILD                                         | [Container] Phase complete: BUILD
            {"vertexes":[{"name":"[1/2] RUN x","started":"t"}]}                       | [1/2] RUN x
            {"vertexes":[{"name":"[1/2] RUN x","started":"t","completed":"t"}]}       | [1/2] RUN x DONE
            {"vertexes":[{"name":"[1/2] RUN x","cached":true,"completed":"t"}]}       | [1/2] RUN x CACHED
            {"vertexes":[{"name":"RUN x","completed":"t","error":"exit code: 1"}]}    | RUN x ERROR exit code: 1
            {"vertexes" but not JSON                                                  | {"vertexes" but not JSON
            """)
    void take_line_isWhatAPersonReads(String line, String read) {
        assertThat(text.take(line)).containsExactly(read);
    }

    @Test
    void take_outputOfStepsBesideEachOther_standsBelowItsOwnName() {
        vertex("a", "[web 2/3] RUN npm ci", "\"started\":\"t\"");
        vertex("b", "[api 2/3] RUN mvn package", "\"started\":\"t\"");
        output("b", "compiling\n");
        output("a", "added 12 packages\n");
        output("a", "audited\n");
        output("b", "done\n");

        assertThat(lines)
                .containsExactly(
                        "[web 2/3] RUN npm ci",
                        "[api 2/3] RUN mvn package",
                        "    compiling",
                        "[web 2/3] RUN npm ci",
                        "    added 12 packages",
                        "    audited",
                        "[api 2/3] RUN mvn package",
                        "    done");
    }

    @Test
    void take_outputCutAnywhere_isPutTogether() {
        vertex("a", "RUN x", "\"started\":\"t\"");
        output("a", "one li");
        output("a", "ne\nand the la");
        output("a", "st\r\n10 %\r20 %");
        vertex("a", "RUN x", "\"completed\":\"t\"");

        assertThat(lines).containsExactly("RUN x", "    one line", "    and the last", "    20 %", "RUN x DONE");
    }

    private void vertex(String digest, String name, String state) {
        lines.addAll(
                text.take("{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",%s}]}".formatted(digest, name, state)));
    }

    private void output(String vertex, String data) {
        String encoded = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        lines.addAll(text.take("{\"logs\":[{\"vertex\":\"%s\",\"data\":\"%s\"}]}".formatted(vertex, encoded)));
    }
}
