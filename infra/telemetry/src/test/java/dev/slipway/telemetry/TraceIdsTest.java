package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    @Test
    void xray_now_beginsWithTheEpochSeconds() {
        String id = TraceIds.xray(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());

        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(Long.parseLong(id.substring(0, 8), 16)).isEqualTo(NOW.getEpochSecond());
    }

    @Test
    void of_ulid_beginsWithItsTimeAndIsAlwaysTheSame() {
        // The example of the ULID specification: 1469918176385 ms.
        String id = TraceIds.of("01ARYZ6S41TSV4RRFFQ69G5FAV");

        assertThat(Long.parseLong(id.substring(0, 8), 16)).isEqualTo(1469918176L);
        assertThat(id).matches("[0-9a-f]{32}").isEqualTo(TraceIds.of("01ARYZ6S41TSV4RRFFQ69G5FAV"));
        assertThat(id).isNotEqualTo(TraceIds.of("01ARYZ6S41TSV4RRFFQ69G5FAW"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "01ARYZ6S4UTSV4RRFFQ69G5FAV"})
    void of_notAUlid_isRefused(String id) {
        assertThatThrownBy(() -> TraceIds.of(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ULID");
    }
}
