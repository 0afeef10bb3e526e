package dev.slipway.cli.waterfall;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.slipway.telemetry.tree.TracedSpan;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the page draws as JSON, times in microseconds from the beginning.
 *
 * <p>The JSON stands within a script element. It has no character that could end one or begin a comment there: those, and
 * all that are not ASCII, are written as escapes.
 */
final class PageData implements AutoCloseable {
    private static final int LONGEST = 5;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .setCharacterEscapes(new MarkupEscapes());

    private final JsonGenerator json;
    private final Waterfall waterfall;

    PageData(Writer out, Waterfall waterfall) throws IOException {
        this.waterfall = waterfall;
        this.json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    void write(Subject subject, @Nullable Earlier earlier) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("subject");
        subject(subject, waterfall.start(), waterfall.length());
        json.writeEndObject();
        json.writeNumberField("length", micros(waterfall.length()));
        if (waterfall.coverage().isPresent()) {
            json.writeNumberField("coverage", waterfall.coverage().getAsDouble());
        }
        json.writeNumberField("orphans", waterfall.orphans());
        json.writeBooleanField("whole", waterfall.isWhole());
        Map<Map<String, String>, Integer> resources = resources();
        spans(resources);
        longest();
        if (earlier != null) {
            json.writeObjectFieldStart("before");
            subject(earlier.subject(), earlier.began(), earlier.took());
            changes(Comparison.of(earlier.totals(), Comparison.totals(waterfall.rows())));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void subject(Subject subject, Instant began, Duration took) throws IOException {
        json.writeStringField("title", subject.title());
        json.writeStringField("app", subject.app());
        json.writeStringField("deployment", subject.deploymentId());
        json.writeStringField("outcome", subject.outcome());
        json.writeStringField("state", subject.isLive() ? "live" : subject.isOpen() ? "open" : "failed");
        json.writeStringField("trace", subject.traceId());
        json.writeNumberField("began", began.toEpochMilli());
        json.writeNumberField("took", micros(took));
        // Only what a browser can follow without running anything becomes a link.
        if (subject.traceUrl() != null
                && subject.traceUrl().toLowerCase(Locale.ROOT).matches("https?://.*")) {
            json.writeStringField("url", subject.traceUrl());
        }
    }

    private Map<Map<String, String>, Integer> resources() throws IOException {
        Map<Map<String, String>, Integer> resources = new LinkedHashMap<>();
        waterfall.rows().forEach(row -> resources.putIfAbsent(row.span().resource(), resources.size()));
        json.writeArrayFieldStart("resources");
        for (Map<String, String> resource : resources.keySet()) {
            map(resource);
        }
        json.writeEndArray();
        return resources;
    }

    private void spans(Map<Map<String, String>, Integer> resources) throws IOException {
        json.writeArrayFieldStart("spans");
        for (Row row : waterfall.rows()) {
            span(row, resources.getOrDefault(row.span().resource(), 0));
        }
        json.writeEndArray();
    }

    private void span(Row row, int resource) throws IOException {
        TracedSpan span = row.span();
        json.writeStartObject();
        json.writeNumberField("parent", row.parent());
        json.writeStringField("id", span.spanId());
        json.writeStringField("name", span.name());
        json.writeStringField("label", row.label());
        text("step", span.attribute(Labels.STEP));
        json.writeStringField("kind", span.kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("resource", resource);
        // Its own times: clocks differ, and the page says so where they do.
        json.writeNumberField("start", micros(Duration.between(waterfall.start(), span.start())));
        json.writeNumberField("took", micros(span.duration()));
        text("note", row.note());
        if (row.isError()) {
            json.writeStringField("error", span.statusMessage());
        }
        if (Causes.isOrigin(span)) {
            json.writeBooleanField("origin", true);
        }
        if (span.isAwsCall()) {
            json.writeBooleanField("aws", true);
        }
        critical(row.critical());
        json.writeFieldName("attributes");
        map(span.attributes());
        events(span);
        links(span);
        json.writeEndObject();
    }

    private void critical(List<Row.Bar> parts) throws IOException {
        if (parts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("critical");
        for (Row.Bar part : parts) {
            json.writeNumber(micros(part.from()));
            json.writeNumber(micros(part.to()));
        }
        json.writeEndArray();
    }

    private void events(TracedSpan span) throws IOException {
        if (span.events().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("events");
        for (TracedSpan.Event event : span.events()) {
            json.writeStartObject();
            json.writeNumberField("at", micros(Duration.between(waterfall.start(), event.time())));
            json.writeStringField("name", event.name());
            json.writeFieldName("attributes");
            map(event.attributes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void links(TracedSpan span) throws IOException {
        if (span.links().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("links");
        for (TracedSpan.Link link : span.links()) {
            json.writeStartObject();
            json.writeStringField("trace", link.traceId());
            json.writeStringField("span", link.spanId());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void longest() throws IOException {
        json.writeArrayFieldStart("longest");
        for (Row row : waterfall.longest(LONGEST)) {
            json.writeStartObject();
            json.writeNumberField("span", waterfall.rows().indexOf(row));
            json.writeStringField("label", Labels.alone(row.span()));
            json.writeNumberField("took", micros(row.waitedFor()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void changes(List<Comparison.Change> changes) throws IOException {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < waterfall.rows().size(); i++) {
            first.putIfAbsent(Labels.whole(waterfall.rows().get(i).span()), i);
        }
        json.writeArrayFieldStart("changes");
        for (Comparison.Change change : changes) {
            json.writeStartObject();
            json.writeStringField("name", change.name());
            json.writeNumberField("span", first.getOrDefault(change.name(), Row.NONE));
            json.writeNumberField("countBefore", change.before().count());
            json.writeNumberField("before", micros(change.before().took()));
            json.writeNumberField("countAfter", change.after().count());
            json.writeNumberField("after", micros(change.after().took()));
            if (change.isAwsCall()) {
                json.writeBooleanField("aws", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void map(Map<String, String> entries) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private void text(String field, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(field, text);
        }
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1_000;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** Escapes what means something to a parser of HTML. */
    private static final class MarkupEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        MarkupEscapes() {
            escapes['<'] = ESCAPE_STANDARD;
            escapes['>'] = ESCAPE_STANDARD;
            escapes['&'] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
