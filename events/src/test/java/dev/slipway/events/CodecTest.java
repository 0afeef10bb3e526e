package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.state.ExecutionInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CodecTest {
    private static final String INPUT = """
            {"schema":1,"kind":"deploy","deploymentId":"01KAE3W5ZZZZZZZZZZZZZZZZZZ","app":"hello","sequence":4,
             "source":{"layers":[{"key":"sources/hello/ab.tar.zst","size":10}],"files":3},"args":{},"rootSpan":false,
             "trace":{"traceparent":"00-6921c5d0aaaaaaaaaaaaaaaaaaaaaaaa-1111111111111111-01"}}
            """;

    @Test
    void read_unknownField_isPassedOver() {
        String newer = INPUT.replace("\"sequence\":4", "\"sequence\":4,\"colour\":\"red\"");
        assertThat(Codec.read(newer, ExecutionInput.class)).isEqualTo(Codec.read(INPUT, ExecutionInput.class));
    }

    @Test
    void read_laterSchema_saysSoAndNothingElse() {
        String later = INPUT.replace("{\"schema\":1", "{\"schema\":2").replace("\"app\":\"hello\",", "");
        assertThatThrownBy(() -> Codec.read(later, ExecutionInput.class))
                .isInstanceOf(NewerSchemaException.class)
                .hasMessage("written by a newer Slipway: its schema is 2, this one reads 1");
    }

    @Test
    void write_thenRead_givesTheSameRecord() {
        ExecutionInput input = Codec.read(INPUT, ExecutionInput.class);
        assertThat(Codec.read(Codec.write(input), ExecutionInput.class)).isEqualTo(input);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"app\":\"hello\",|''|$.app is missing",
                "\"sequence\":4|\"sequence\":\"4\"|$.sequence",
                "\"sequence\":4|\"sequence\":4.5|$.sequence",
                "\"key\":\"sources/hello/ab.tar.zst\",|''|$.source.layers[0].key is missing",
                "\"size\":10|\"size\":-1|size must be non-negative",
                "\"kind\":\"deploy\"|\"kind\":\"destroy\"|$.kind",
                "00-6921c5d0|01-6921c5d0|$.trace traceparent must be",
                "{\"schema\":1|[{\"schema\":1|$ is not JSON",
            })
    void read_badField_namesItsPath(String from, String to, String message) {
        String bad = INPUT.replace(from, to.equals("''") ? "" : to);
        assertThatThrownBy(() -> Codec.read(bad, ExecutionInput.class))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining(message);
    }
}
