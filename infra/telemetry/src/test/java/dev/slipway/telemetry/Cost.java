package dev.slipway.telemetry;

import java.time.Duration;
import java.util.Map;

/**
 * Prints what tracing costs one fresh process, in milliseconds: {@code infra/telemetry/cost.sh} runs it many times.
 *
 * <p>Columns: until {@code from} returns, until the first span has ended, until it is exported, and one span with its
 * export when all is warm.
 */
public final class Cost {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int WARM_UP = 200;
    private static final int MEASURED = 200;

    private Cost() {}

    /** Takes an endpoint, or nothing to measure tracing that is off. */
    public static void main(String[] args) {
        Map<String, String> environment = args.length == 0 ? Map.of() : Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", args[0]);
        long start = System.nanoTime();
        try (Telemetry telemetry = Telemetry.from(environment, "slipway")) {
            long returned = System.nanoTime();
            span(telemetry);
            long ended = System.nanoTime();
            boolean exported = telemetry.flush(LONG);
            long flushed = System.nanoTime();
            if (!exported) {
                throw new IllegalStateException(telemetry.problem().orElse("not exported"));
            }
            repeat(telemetry, WARM_UP);
            long warm = System.nanoTime();
            repeat(telemetry, MEASURED);
            long done = System.nanoTime();
            System.out.printf(
                    "%.1f %.1f %.1f %.2f%n",
                    millis(start, returned),
                    millis(start, ended),
                    millis(start, flushed),
                    millis(warm, done) / MEASURED);
        }
    }

    private static void repeat(Telemetry telemetry, int times) {
        for (int i = 0; i < times; i++) {
            span(telemetry);
            telemetry.flush(LONG);
        }
    }

    private static void span(Telemetry telemetry) {
        telemetry.tracer().spanBuilder("deploy").startSpan().end();
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }
}
