package dev.slipway.local.lambda.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.local.front.AwsException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionNameTest {

    @ParameterizedTest
    @CsvSource({
        "app, $LATEST",
        "app:live, live",
        "123456789012:function:app, $LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:app, $LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:app:7, 7"
    })
    void parse_anyForm_nameAndQualifier(String text, String qualifier) {
        FunctionName name = FunctionName.parse(text, Optional.empty());

        assertThat(name.name()).isEqualTo("app");
        assertThat(name.effectiveQualifier()).isEqualTo(qualifier);
    }

    @Test
    void parse_twoQualifiers_refused() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> FunctionName.parse("app:live", Optional.of("7")))
                .withMessageContaining("does not match the specified qualifier");
    }

    @ParameterizedTest
    @CsvSource({"0.0, 2", "0.24, 2", "0.25, 1", "0.99, 1"})
    void route_weights_shareTheRequests(double random, String version) {
        Alias alias = new Alias("live", "1", "", Map.of("2", 0.25), "revision");

        assertThat(alias.route(random)).isEqualTo(version);
    }
}
