package dev.slipway.cli.waterfall;

import dev.slipway.cli.console.PlainText;
import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.StatusCode;

/** Tells why spans failed. */
final class Causes {
    private Causes() {}

    /**
     * Says whether a failure began here: nothing below it failed. Calls to AWS do not count, for many are asked to learn
     * that something is not there.
     */
    static boolean isOrigin(TracedSpan span) {
        return isFailure(span) && span.children().stream().noneMatch(Causes::isFailure);
    }

    /** Returns the span's own words, else what kind of failure it was. */
    static String of(TracedSpan span) {
        if (!span.statusMessage().isBlank()) {
            return PlainText.of(span.statusMessage());
        }
        String type = span.attribute("error.type");
        return type.isBlank() ? "it does not say why" : PlainText.of(type);
    }

    private static boolean isFailure(TracedSpan span) {
        return span.status() == StatusCode.ERROR && !span.isAwsCall();
    }
}
