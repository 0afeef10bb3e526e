package dev.slipway.local.codebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.codebuild.Buildspec.OnFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BuildspecReaderTest {

    @Test
    void read_wholeBuildspec() throws Exception {
        Buildspec spec = BuildspecReader.read("buildspec.yml", """
                version: 0.2
                env:
                  variables: {A: 1, B: "two"}
                phases:
                  pre_build:
                    on-failure: CONTINUE
                    commands: [echo a]
                    finally: [echo b]
                  build:
                    commands:
                      - |
                        first
                        second
                      - third
                """);
        assertThat(spec.variables()).isEqualTo(Map.of("A", "1", "B", "two"));
        assertThat(spec.commands(BuildPhase.PRE_BUILD).onFailure()).hasValue(OnFailure.CONTINUE);
        assertThat(spec.commands(BuildPhase.PRE_BUILD).last()).containsExactly("echo b");
        assertThat(spec.commands(BuildPhase.BUILD).commands()).containsExactly("first\nsecond\n", "third");
        assertThat(spec.commands(BuildPhase.INSTALL).commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 0.1|version must be 0.2",
                "version: 0.2|phases: there must be at least one",
                "{version: 0.2, phases: {build: {}}}|phases.build.commands: there must be at least one",
                "{version: 0.2, phases: {deploy: {commands: [a]}}}|phases.deploy is not implemented locally",
                "{version: 0.2, artifacts: {files: [a]}}|artifacts is not implemented locally",
                "{version: 0.2, env: {parameter-store: {a: b}}}|env.parameter-store is not implemented locally",
                "{version: 0.2, phases: {build: {commands: echo}}}|phases.build.commands: expected a list",
                "{version: 0.2, phases: {build: {commands: [{a: b}]}}}|phases.build.commands[0]: expected a string",
                "{version: 0.2, phases: {build: {on-failure: MAYBE, commands: [a]}}}|MAYBE is not one of",
                "a: [|line 1",
                "!!java.net.URL [x]|Global tag is not allowed",
            })
    void read_whatItWouldNotCarryOut_isRefusedWithItsPlace(String text, String problem) {
        assertThatThrownBy(() -> BuildspecReader.read("buildspec.yml", text))
                .isInstanceOf(BuildProblem.class)
                .hasMessageStartingWith("failed to read buildspec.yml: ")
                .hasMessageContaining(problem);
    }
}
