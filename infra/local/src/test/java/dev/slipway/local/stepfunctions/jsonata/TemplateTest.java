package dev.slipway.local.stepfunctions.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
    private static final Scope SCOPE = Scope.of(
            Map.of("nothing", json("null"), "list", json("[1,2,3,4,5]"), "one", json("[7]")),
            Map.of("input", json("{'n':null,'big':9007199254740993,'text':'ä'}")));

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Template template(String json) {
        return Template.parse(json(json), "Output", (pointer, problem) -> {
            throw new AssertionError(pointer + " " + problem);
        });
    }

    private static JsonNode evaluate(String expression) {
        Template template = Template.parse(
                new ObjectMapper().valueToTree("{% " + expression + " %}"), "Output", (pointer, problem) -> {
                    throw new AssertionError(problem);
                });
        return template.evaluate(SCOPE, "Output");
    }

    @Test
    void evaluate_objectWithExpressions_keepsTheRest() {
        Template template =
                template("{'a':[1,'{% $list[0] %}',{'b':'{% $states.input.text %}'}],'c':'$list','d':null}");

        assertThat(template.evaluate(SCOPE, "Output")).isEqualTo(json("{'a':[1,1,{'b':'ä'}],'c':'$list','d':null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$nothing | null",
                "$states.input.n | null",
                "{'a': $states.input.n, 'gone': $states.input.zz} | {'a':null}",
                "$one | [7]",
                "$list[$ > 9] = 3 | false",
                "4 / 2 | 2",
                "$sum([0.5, 0.25]) | 0.75",
                "$partition($list, 2) | [[1,2],[3,4],[5]]",
                "$range(0, 10, 5) | [0,5,10]",
                "$range(3, 1, -1) | [3,2,1]",
                "$range(1, 3) | [1,2,3]",
                "$hash('abc', 'SHA-256') | 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'",
                "$hash('abc', 'MD5') | '900150983cd24fb0d6963f7d28e17f72'",
                "$parse('{\"a\":[1,null]}') | {'a':[1,null]}",
                "$random(7) = $random(7) | true",
                "$random() < 1 | true",
                "$length($uuid()) | 36",
                "$uuid() = $uuid() | false",
            })
    void evaluate_expression_givesJson(String expression, String result) {
        assertThat(evaluate(expression)).isEqualTo(json(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$doesNotExist | returned nothing (undefined).",
                "foo | returned nothing (undefined).",
                "$ | returned nothing (undefined).",
                "$nope(1) | threw an error during evaluation. T1006: Attempted to invoke a non-function",
                "$eval('1') | threw an error during evaluation. T1006: Attempted to invoke a non-function",
                "'a' + 1 | threw an error during evaluation. T2001: The left side of the \"+\" operator must evaluate to a "
                        + "number",
                "function($x) { $x } | returned a value that is not JSON.",
                "$hash('abc', 'CRC') | threw an error during evaluation: the algorithm of $hash must be one of MD5, SHA-1, "
                        + "SHA-256, SHA-384, SHA-512",
                "$range(1, 9, 0) | threw an error during evaluation: the range has no end within 131072 items",
            })
    void evaluate_failure_isInAwsWords(String expression, String problem) {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> evaluate(expression))
                .withMessage("The JSONata expression '" + expression + "' specified for the field 'Output' " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"($f := function($x) { 1 + $f($x) }; $f(1))", "($f := function($x) { $f($x) }; $f(1))"})
    void evaluate_endlessRecursion_isStopped(String expression) {
        assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> evaluate(expression));
    }

    @Test
    void evaluate_otherType_saysWhich() {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> template("'{% $one %}'").evaluate(SCOPE, "Seconds", JsonNodeType.NUMBER))
                .withMessage("The JSONata expression '$one' specified for the field 'Seconds' returned an unexpected "
                        + "result type. Expected 'number', but was 'array' for value: [7]");
    }

    @Test
    void evaluate_inArray_namesTheItem() {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> template("{'a':[0,'{% $gone %}']}").evaluate(SCOPE, "Arguments"))
                .satisfies(e -> assertThat(e.location()).isEqualTo("Arguments/a[1]"));
    }
}
