package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SpanIdsTest {
    @Test
    void of_knownInput_isTheBeginningOfItsSha256() {
        // printf '01KAE3W5ZZZZZZZZZZZZZZZZZZ/0/build' | sha256sum | cut -c1-16
        assertThat(SpanIds.of("01KAE3W5ZZZZZZZZZZZZZZZZZZ", 0, "build")).isEqualTo("a09e87af94db18ce");
    }

    @Test
    void of_anotherRedriveOrName_isAnotherSpan() {
        String span = SpanIds.of("01KAE3W5ZZZZZZZZZZZZZZZZZZ", 0, "build");

        assertThat(SpanIds.of("01KAE3W5ZZZZZZZZZZZZZZZZZZ", 1, "build")).isNotEqualTo(span);
        assertThat(SpanIds.of("01KAE3W5ZZZZZZZZZZZZZZZZZZ", 0, "build.buildkit"))
                .isNotEqualTo(span);
    }

    @Test
    void random_always_isAValidSpanId() {
        assertThat(SpanIds.random(new SecureRandom())).matches("[0-9a-f]{16}").isNotEqualTo("0".repeat(16));
    }
}
