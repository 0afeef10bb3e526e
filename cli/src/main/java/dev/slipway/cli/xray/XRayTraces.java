package dev.slipway.cli.xray;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.BatchGetTracesResponse;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.ListRetrievedTracesResponse;
import software.amazon.awssdk.services.xray.model.ResourceNotFoundException;
import software.amazon.awssdk.services.xray.model.RetrievalStatus;
import software.amazon.awssdk.services.xray.model.Segment;
import software.amazon.awssdk.services.xray.model.Span;
import software.amazon.awssdk.services.xray.model.TraceFormatType;

/**
 * Asks X-Ray for traces: first what it has indexed, then, where Transaction Search is on, the log group in which that keeps
 * all spans. The first is the faster one, and has but a share of the traces there.
 */
public final class XRayTraces {
    /** How long spans may still arrive after a deployment has ended. */
    private static final Duration ARRIVING = Duration.ofSeconds(30);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration RETRIEVAL = Duration.ofMinutes(1);
    /** Clocks differ, and a root may begin long before its record does. */
    private static final Duration MARGIN = Duration.ofMinutes(10);
    /** X-Ray writes a trace id with a dash behind its time. */
    private static final int EPOCH_DIGITS = 8;

    private final XRayClient client;
    private final Clock clock;
    private final Consumer<Duration> rest;

    /** Prepares; the last takes a time and comes back when it is over. */
    public XRayTraces(XRayClient client, Clock clock, Consumer<Duration> rest) {
        this.client = client;
        this.clock = clock;
        this.rest = rest;
    }

    /** Returns a trace id as X-Ray writes it. */
    public static String id(String traceId) {
        return "1-" + traceId.substring(0, EPOCH_DIGITS) + "-" + traceId.substring(EPOCH_DIGITS);
    }

    /**
     * Fetches a trace as OTLP/JSON.
     *
     * <p>A trace whose deployment has just ended is asked for again until it is whole.
     *
     * @param ended when the deployment did; absent while it runs, when what is there is all that is wanted
     * @return empty when X-Ray has nothing of it
     */
    public Optional<String> otlpJson(String traceId, Instant began, @Nullable Instant ended) {
        while (true) {
            Segments found = Segments.of(traceId, indexed(traceId));
            if (!found.isWhole()) {
                Segments retrieved = Segments.of(traceId, retrieved(traceId, began, ended));
                found = retrieved.size() > found.size() ? retrieved : found;
            }
            if (found.isWhole() || ended == null || clock.instant().isAfter(ended.plus(ARRIVING))) {
                return found.isEmpty() ? Optional.empty() : Optional.of(found.otlpJson());
            }
            rest.accept(AGAIN);
        }
    }

    private List<String> indexed(String traceId) {
        List<String> documents = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            BatchGetTracesResponse page = client.batchGetTraces(
                    request -> request.traceIds(id(traceId)).nextToken(token));
            page.traces()
                    .forEach(trace ->
                            trace.segments().stream().map(Segment::document).forEach(documents::add));
            next = page.nextToken();
        } while (next != null);
        return documents;
    }

    private List<String> retrieved(String traceId, Instant began, @Nullable Instant ended) {
        Instant until = clock.instant().plus(RETRIEVAL);
        String retrieval;
        try {
            Instant last = (ended == null ? clock.instant() : ended).plus(MARGIN);
            retrieval = client.startTraceRetrieval(request -> request.traceIds(id(traceId))
                            .startTime(began.minus(MARGIN))
                            .endTime(last.isAfter(clock.instant()) ? clock.instant() : last))
                    .retrievalToken();
        } catch (InvalidRequestException | ResourceNotFoundException e) {
            // Transaction Search is not on in this account and region.
            return List.of();
        }
        List<String> documents = new ArrayList<>();
        String next = null;
        do {
            ListRetrievedTracesResponse page = page(retrieval, next);
            while (isUnderWay(page.retrievalStatus()) && clock.instant().isBefore(until)) {
                rest.accept(AGAIN);
                page = page(retrieval, next);
            }
            page.traces()
                    .forEach(trace -> trace.spans().stream().map(Span::document).forEach(documents::add));
            next = page.nextToken();
        } while (next != null);
        return documents;
    }

    private ListRetrievedTracesResponse page(String retrieval, @Nullable String token) {
        return client.listRetrievedTraces(request -> request.retrievalToken(retrieval)
                .traceFormat(TraceFormatType.XRAY)
                .nextToken(token));
    }

    private static boolean isUnderWay(RetrievalStatus status) {
        return status == RetrievalStatus.SCHEDULED || status == RetrievalStatus.RUNNING;
    }
}
