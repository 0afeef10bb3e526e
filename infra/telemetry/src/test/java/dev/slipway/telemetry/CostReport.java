package dev.slipway.telemetry;

import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Prints what tracing costs a process, off and on, each figure the median of fresh JVMs. Not one of the tests; run it by
 * {@code mvn -pl infra/telemetry -am test -Dtest=CostReport -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class CostReport {
    private static final int RUNS = 9;
    private static final List<String> COLUMNS = List.of(
            "until from() returns",
            "until the first span has ended",
            "until it is exported",
            "a span and its export, warm",
            "processor time of the JVM until exported");

    @Test
    void print() throws IOException {
        try (Collector collector = Collector.accepting()) {
            List<Double> off = medians();
            List<Double> on = medians(collector.url());
            System.out.printf(Locale.ROOT, "%-42s %10s %10s%n", "milliseconds, median of " + RUNS, "off", "on");
            for (int i = 0; i < COLUMNS.size(); i++) {
                System.out.printf(Locale.ROOT, "%-42s %10.2f %10.2f%n", COLUMNS.get(i), off.get(i), on.get(i));
            }
        }
    }

    private static List<Double> medians(String... arguments) throws IOException {
        List<List<Double>> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            String line = ChildJvm.run(List.of(), Traced.class, arguments).strip();
            runs.add(List.of(line.split(" ", -1)).stream().map(Double::valueOf).toList());
        }
        List<Double> medians = new ArrayList<>();
        for (int column = 0; column < COLUMNS.size(); column++) {
            int at = column;
            medians.add(runs.stream().map(run -> run.get(at)).sorted().toList().get(RUNS / 2));
        }
        return medians;
    }

    /** Does what a short process does with telemetry: a span, an export; then often enough to be warm. */
    static final class Traced {
        private static final Duration LONG = Duration.ofSeconds(20);
        private static final int TIMES = 200;

        private Traced() {}

        /** Takes an endpoint, or nothing to measure tracing that is off. */
        public static void main(String[] args) {
            Map<String, String> environment =
                    args.length == 0 ? Map.of() : Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", args[0]);
            long start = System.nanoTime();
            try (Telemetry telemetry = Telemetry.from(environment, "slipway")) {
                long returned = System.nanoTime();
                Span span = telemetry.tracer().spanBuilder("deploy").startSpan();
                span.end();
                long ended = System.nanoTime();
                telemetry.flush(LONG);
                long exported = System.nanoTime();
                double processor = processorMillis();
                repeat(telemetry);
                long warm = System.nanoTime();
                repeat(telemetry);
                double each = (System.nanoTime() - warm) / 1e6 / TIMES;
                System.out.printf(
                        Locale.ROOT,
                        "%f %f %f %f %f%n",
                        (returned - start) / 1e6,
                        (ended - start) / 1e6,
                        (exported - start) / 1e6,
                        each,
                        processor);
            }
        }

        private static void repeat(Telemetry telemetry) {
            for (int i = 0; i < TIMES; i++) {
                telemetry.tracer().spanBuilder("build.setup").startSpan().end();
                telemetry.flush(LONG);
            }
        }

        private static double processorMillis() {
            var system = ManagementFactory.getOperatingSystemMXBean();
            return system instanceof com.sun.management.OperatingSystemMXBean here ? here.getProcessCpuTime() / 1e6 : 0;
        }
    }
}
