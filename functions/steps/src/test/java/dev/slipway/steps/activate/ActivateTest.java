package dev.slipway.steps.activate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.step.ActivateRequest;
import dev.slipway.events.step.Execution;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import dev.slipway.telemetry.SpanIds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:31:02.114Z");

    private final Bucket bucket = new Bucket(new MemoryS3(), "bucket");
    private final Activate activate = new Activate(bucket, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void activate_firstVersion_isDesiredWithSpanBuildAsItsTrace() {
        activate.activate(request(1));

        assertThat(desired().version()).isEqualTo(1);
        assertThat(desired().trace()).isEqualTo(build(1));
        assertThat(desired().coalesced()).isNull();
    }

    @Test
    void activate_othersNotYetLive_areCoalesced() {
        activate.activate(request(1));
        activate.activate(request(2));
        activate.activate(request(3));

        assertThat(desired().coalesced()).containsExactly(build(1), build(2));
    }

    @Test
    void activate_onceMore_changesNothing() {
        activate.activate(request(1));
        activate.activate(request(2));
        DesiredState before = desired();
        activate.activate(request(2));

        assertThat(desired()).isEqualTo(before);
    }

    @Test
    void activate_theOtherIsLive_isNotCoalesced() {
        activate.activate(request(1));
        bucket.put(Keys.live("hello"), new LiveState(1, "hello", 1, null, id(1), 1, "http://app/", "1", NOW));
        activate.activate(request(2));

        assertThat(desired().coalesced()).isNull();
        assertThat(desired().previous()).isEqualTo(1);
    }

    @Test
    void activate_newerIsDesired_isSuperseded() {
        activate.activate(request(2));

        assertThatThrownBy(() -> activate.activate(request(1))).isInstanceOf(SupersededException.class);
    }

    private DesiredState desired() {
        return bucket.read(Keys.desired("hello"), DesiredState.class)
                .orElseThrow()
                .value();
    }

    private static ActivateRequest request(long number) {
        ExecutionInput input = new ExecutionInput(
                1, Kind.CONFIGURE, id(number), "hello", number, null, number, Map.of(), null, trace(number), false);
        return new ActivateRequest(input, new Execution("arn:" + id(number), 0, NOW), number);
    }

    private static TraceContext build(long number) {
        return trace(number).withSpanId(SpanIds.of(id(number), 0, "build"));
    }

    private static TraceContext trace(long number) {
        return TraceContext.of("00-6921c5d000112233445566778899a41" + number + "-53995c3f42cd8ad8-01");
    }

    private static String id(long number) {
        return "01KAE3W5Q8V2N4R6T0X1Y3Z5B" + number;
    }
}
