package dev.slipway.cli.waterfall;

import dev.slipway.cli.console.PlainText;
import dev.slipway.cli.progress.Sizes;
import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.List;

/** Says in a few words what a span worked on, from its attributes. */
public final class Notes {
    private static final List<String> TRANSFERS = List.of("slipway.pack.", "slipway.upload.", "slipway.source.");
    private static final List<String> DIGESTS = List.of("slipway.build.manifest_digest", "oci.manifest.digest");
    private static final List<String> VERSIONS = List.of("slipway.app.version", "slipway.app.active_version");
    private static final List<String> AS_THEY_ARE =
            List.of("slipway.build.builder", "slipway.build.stack", "http.response.status_code");
    private static final int DIGEST_HEAD = 4;

    private final TracedSpan span;
    private final List<String> notes = new ArrayList<>();

    private Notes(TracedSpan span) {
        this.span = span;
    }

    /** Returns the note of a span; empty when there is nothing to say. */
    public static String of(TracedSpan span) {
        Notes notes = new Notes(span);
        if (span.isAwsCall()) {
            notes.failedCall();
        } else {
            notes.work();
        }
        return PlainText.of(String.join(" · ", notes.notes));
    }

    private void failedCall() {
        String type = span.attribute("error.type");
        if (!type.isEmpty()) {
            add((span.attribute("http.response.status_code") + " " + type).strip());
        }
    }

    private void work() {
        // From where is in the row before.
        add("→ ", span.attribute("to"), "");
        TRANSFERS.forEach(this::transfer);
        AS_THEY_ARE.forEach(key -> add(span.attribute(key)));
        DIGESTS.forEach(key -> add(brief(span.attribute(key))));
        VERSIONS.forEach(key -> add("v", span.attribute(key), ""));
        count(span.attribute("slipway.health.probes"), "probe");
        if (span.status() != StatusCode.ERROR && !span.attribute("outcome").equals("settled")) {
            add(span.attribute("outcome"));
        }
        flag("cached", "cached");
        flag("faas.coldstart", "cold start");
    }

    private void transfer(String prefix) {
        count(span.attribute(prefix + "files"), "file");
        long bytes = number(span.attribute(prefix + "bytes"));
        long reused = number(span.attribute(prefix + "reused_bytes"));
        if (bytes > 0 || (bytes == 0 && reused <= 0)) {
            add(Sizes.of(bytes));
        }
        if (reused > 0) {
            add(Sizes.of(reused) + " reused");
        }
    }

    private void count(String number, String of) {
        add("", number, number.equals("1") ? " " + of : " " + of + "s");
    }

    private void flag(String key, String note) {
        add(span.attribute(key).equals("true") ? note : "");
    }

    private void add(String before, String value, String after) {
        add(value.isEmpty() ? "" : before + value + after);
    }

    private void add(String note) {
        if (!note.isEmpty() && !notes.contains(note)) {
            notes.add(note);
        }
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    /** Returns {@code sha256:9b1f…e07c}. */
    public static String brief(String digest) {
        int hex = digest.indexOf(':') + 1;
        return digest.length() - hex <= 2 * DIGEST_HEAD + 1
                ? digest
                : digest.substring(0, hex + DIGEST_HEAD) + "…" + digest.substring(digest.length() - DIGEST_HEAD);
    }
}
