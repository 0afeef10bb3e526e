package dev.slipway.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitExporterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Answering answering = new Answering();
    private final CircuitExporter exporter = new CircuitExporter(
            CompletableFuture.completedFuture(new OtlpExport(answering, (batch, onTaken, onError) -> onTaken.run())),
            "http://c:4318",
            CircuitExporter.PAUSE,
            nanos::get);

    @Test
    void export_afterAFailure_dropsForThirtySecondsThenTriesAgain() {
        answering.answer = CompletableResultCode.ofExceptionalFailure(new IllegalStateException("gone"));
        exporter.export(List.of());
        answering.answer = CompletableResultCode.ofSuccess();

        nanos.addAndGet(Duration.ofMillis(29_999).toNanos());
        assertThat(exporter.export(List.of()).isSuccess()).isFalse();
        assertThat(answering.calls).isEqualTo(1);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(exporter.export(List.of()).isSuccess()).isTrue();
        assertThat(answering.calls).isEqualTo(2);
        assertThat(exporter.failures()).isEqualTo(1);
        assertThat(exporter.problem()).contains("failed to export spans to http://c:4318: gone");
    }

    @Test
    void forward_whileAnExportFails_dropsToo() {
        assertThat(exporter.forward(new byte[1]).isSuccess()).isTrue();

        answering.answer = CompletableResultCode.ofFailure();
        exporter.export(List.of());

        assertThat(exporter.forward(new byte[1]).isSuccess()).isFalse();
        assertThat(exporter.isFailing()).isTrue();
    }

    @Test
    void rejected_partOfABatch_isToldAndDropsNothing() {
        exporter.rejected("the collector refused 1 span");

        assertThat(exporter.problem())
                .contains("failed to export spans to http://c:4318: the collector refused 1 span");
        assertThat(exporter.export(List.of()).isSuccess()).isTrue();
    }

    @Test
    void export_setUpFailed_isAFailureThatSaysWhy() {
        var broken = new CircuitExporter(
                CompletableFuture.failedFuture(new IllegalStateException("cannot read ca.pem")),
                "x",
                CircuitExporter.PAUSE,
                nanos::get);

        assertThat(broken.export(List.of()).isSuccess()).isFalse();
        assertThat(broken.problem()).contains("failed to export spans to x: cannot read ca.pem");
        assertThat(broken.shutdown().isSuccess()).isTrue();
    }

    private static final class Answering implements SpanExporter {
        private CompletableResultCode answer = CompletableResultCode.ofSuccess();
        private int calls;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            calls++;
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
