package dev.slipway.steps.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.plan.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthProbeTest {
    private static final HealthCheck HEALTH = new HealthCheck("/healthz", null, 10_000, 10, 1);

    @Test
    void check_goodAnswer_isHealthyAtOnce() {
        assertThat(check(204, () -> false).state()).isEqualTo(HealthProbe.State.HEALTHY);
    }

    @Test
    void check_nobodyWantsItAnyMore_endsBeforeItsTime() {
        HealthProbe.Result result = check(503, () -> false);

        assertThat(result.state()).isEqualTo(HealthProbe.State.UNWANTED);
        assertThat(result.probes()).isEqualTo(1);
    }

    @Test
    void check_badAnswersUntilItsTimeIsOver_isUnhealthy() {
        HealthProbe.Result result = check(503, () -> true);

        assertThat(result.state()).isEqualTo(HealthProbe.State.UNHEALTHY);
        assertThat(result.cause()).isEqualTo("not healthy within 10s: GET /healthz answered 503");
    }

    private static HealthProbe.Result check(int status, BooleanSupplier wanted) {
        return new HealthProbe(new FakeLambda(status), new SteppingClock())
                .check("app", "1", HEALTH, Instant.EPOCH, Instant.MAX, wanted);
    }

    /** A second later each time that it is asked. */
    private static final class SteppingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofSeconds(1));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("asked for instants only");
        }
    }
}
