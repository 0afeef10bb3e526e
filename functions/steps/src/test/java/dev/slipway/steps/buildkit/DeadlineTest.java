package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeadlineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"1800,1770", "300,270", "60,54"})
    void of_limit_endsSoonEnoughBeforeItToReport(int limit, int end) {
        Deadline deadline = Deadline.of(
                Map.of(
                        "CODEBUILD_START_TIME",
                        Long.toString(START.toEpochMilli()),
                        "SLIPWAY_BUILD_TIMEOUT_SECONDS",
                        Integer.toString(limit)),
                at(START.plusSeconds(10)));
        assertThat(deadline.at()).isEqualTo(START.plusSeconds(end));
        assertThat(deadline.limit()).isEqualTo(Duration.ofSeconds(limit));
        assertThat(deadline.left(at(START.plusSeconds(10)))).isEqualTo(Duration.ofSeconds(end - 10));
    }

    @Test
    void left_afterIt_isNothing() {
        assertThat(new Deadline(Duration.ofSeconds(1), START).left(at(START.plusSeconds(5))))
                .isZero();
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
