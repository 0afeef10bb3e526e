package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildLogTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [Container] Phase complete: BUILD                                         | [Container] Phase complete: BUILD
            {"vertexes":[{"name":"[1/2] RUN x","started":"t"}]}                       | [1/2] RUN x
            {"vertexes":[{"name":"[1/2] RUN x","started":"t","completed":"t"}]}       | [1/2] RUN x DONE
            {"vertexes":[{"name":"RUN x","completed":"t","error":"exit code: 1"}]}    | RUN x ERROR exit code: 1
            {"logs":[{"data":"bnBtIGVycm9yCg=="}]}                                    | '    npm error'
            {"vertexes" but not JSON                                                  | {"vertexes" but not JSON
            """)
    void of_line_isWhatAPersonReads(String line, String text) {
        assertThat(BuildLogText.of(line)).containsExactly(text);
    }
}
