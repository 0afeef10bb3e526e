package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

class StackParametersTest {
    private static final Map<String, Optional<String>> DECLARED = new LinkedHashMap<>();

    static {
        DECLARED.put("CodeBucket", Optional.empty());
        DECLARED.put("Runtime", Optional.of("java21"));
        DECLARED.put("Endpoint", Optional.of(""));
    }

    @Test
    void merge_noStackYet_takesGivenThenDefault() {
        StackParameters merged = StackParameters.merge(
                DECLARED, Map.of("CodeBucket", "code", "Endpoint", "http://x"), Map.of(), Map.of());

        assertThat(merged.effective())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("CodeBucket", "code", "Runtime", "java21", "Endpoint", "http://x"));
        assertThat(merged.request()).containsExactly(given("CodeBucket", "code"), given("Endpoint", "http://x"));
    }

    @Test
    void merge_givenOnce_isKept() {
        StackParameters merged = StackParameters.merge(
                DECLARED,
                Map.of(),
                Map.of("CodeBucket", "code", "Runtime", "java25", "Endpoint", ""),
                Map.of("Runtime", Optional.of("java21")));

        assertThat(merged.effective()).containsEntry("Runtime", "java25");
        assertThat(merged.request()).containsExactly(kept("CodeBucket"), kept("Runtime"), kept("Endpoint"));
    }

    @Test
    void merge_neverGiven_followsTheDefault() {
        StackParameters merged = StackParameters.merge(
                DECLARED,
                Map.of("CodeBucket", "code"),
                Map.of("CodeBucket", "code", "Runtime", "java17", "Endpoint", ""),
                Map.of("Runtime", Optional.of("java17"), "Endpoint", Optional.of("")));

        assertThat(merged.effective()).containsEntry("Runtime", "java21");
        assertThat(merged.request()).containsExactly(given("CodeBucket", "code"));
    }

    @Test
    void merge_givenEmpty_takesBackWhatWasGiven() {
        StackParameters merged = StackParameters.merge(
                DECLARED, Map.of("Endpoint", ""), Map.of("CodeBucket", "code", "Endpoint", "http://x"), Map.of());

        assertThat(merged.effective()).containsEntry("Endpoint", "");
        assertThat(merged.request()).contains(given("Endpoint", ""));
    }

    @Test
    void merge_unknownName_isRefused() {
        assertThatThrownBy(() -> StackParameters.merge(DECLARED, Map.of("Runtme", "x"), Map.of(), Map.of()))
                .hasMessage("failed to read the parameters: the pipeline has none of the name Runtme");
    }

    @Test
    void merge_noValueAtAll_isRefused() {
        assertThatThrownBy(() -> StackParameters.merge(DECLARED, Map.of(), Map.of(), Map.of()))
                .hasMessage("failed to read the parameters: CodeBucket has no value");
    }

    private static Parameter given(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    private static Parameter kept(String name) {
        return Parameter.builder().parameterKey(name).usePreviousValue(true).build();
    }
}
