package dev.slipway.local.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    /** A Sunday. */
    private static final Instant NOW = Instant.parse("2026-11-22T20:45:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(1 minute)|2026-11-22T20:46:30Z",
                "rate(15 minutes)|2026-11-22T21:00:30Z",
                "rate(2 hours)|2026-11-22T22:45:30Z",
                "rate(1 day)|2026-11-23T20:45:30Z",
                "cron(0/15 * * * ? *)|2026-11-22T21:00:00Z",
                "cron(0 3 * * ? *)|2026-11-23T03:00:00Z",
                "cron(30 9 ? * MON-FRI *)|2026-11-23T09:30:00Z",
                "cron(0 0 1 1,JUL ? *)|2027-01-01T00:00:00Z",
                "cron(0 12 29 2 ? *)|2028-02-29T12:00:00Z",
            })
    void next_afterATime_isTheFirstThatFits(String expression, Instant expected) {
        assertThat(Schedule.parse(expression).next(NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(1 minutes)",
                "rate(2 minute)",
                "rate(0 minutes)",
                "every day",
                "cron(0 0 * * * *)",
                "cron(0 0 L * ? *)",
                "cron(60 * * * ? *)",
                "cron(* * * * ?)"
            })
    void parse_invalid_isRefused(String expression) {
        assertThatThrownBy(() -> Schedule.parse(expression)).isInstanceOf(IllegalArgumentException.class);
    }
}
