package dev.slipway.steps.buildkit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BuildAdviceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            npm error Missing script: "build"        | package.json has no "build" script; remove the step or add the script
            npm ERR! missing script: test            | package.json has no "test" script; remove the step or add the script
            /bin/sh: 1: mvn: not found               | there is no mvn in the image at that step; install it before, or begin FROM an image that has it
            bash: line 1: cargo: command not found   | there is no cargo in the image at that step; install it before, or begin FROM an image that has it
            /bin/sh: ./gradlew: Permission denied    | make ./gradlew executable, or run it by its interpreter
            curl: (6) Could not resolve host: x.test | the build could not look up a host name; check the name and the builder's network
            """)
    void of_lastLine_saysWhatToDo(String line, String advice) {
        assertThat(BuildAdvice.of(List.of("before", line, "after"))).contains(advice);
    }

    @Test
    void of_anythingElse_isNothing() {
        assertThat(BuildAdvice.of(List.of("error: mismatched types"))).isEmpty();
        assertThat(BuildAdvice.of(List.of())).isEmpty();
    }
}
