package dev.slipway.steps.reportspans;

import dev.slipway.events.step.ReportSpansRequest;
import dev.slipway.events.step.ReportSpansResult;
import dev.slipway.telemetry.Telemetry;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Hands a client's spans on as they are, with the pipeline's own settings, which the client never sees.
 *
 * <p>Spans that cannot be handed on are lost and counted; nothing is retried. The wait is longer than the client's for its
 * last spans: those before them leave beside the deploy, and one slow answer must not cost the client all that follow.
 */
final class ReportSpans {
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Telemetry telemetry;

    ReportSpans(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    ReportSpansResult report(ReportSpansRequest request) {
        byte[] spans = Base64.getDecoder().decode(request.spans());
        Optional<String> problem = spans.length == 0 || spans.length > MOST_BYTES
                ? Optional.of("a batch must have 1 byte to 1 MiB, not " + spans.length)
                : telemetry.forward(spans, WAIT);
        return problem.map(cause -> new ReportSpansResult(0, 1, cause))
                .orElseGet(() -> new ReportSpansResult(1, 0, null));
    }
}
