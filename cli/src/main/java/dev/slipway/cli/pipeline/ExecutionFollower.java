package dev.slipway.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * Follows one execution from its history.
 *
 * <p>Looks often while things happen and less often the longer nothing does: what was waited for for a second may come
 * an eighth of a second late. Not thread-safe.
 */
public final class ExecutionFollower {
    private static final Duration SHORTEST = Duration.ofMillis(75);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int PART_OF_SILENCE = 8;
    private static final String LAST_STATE = "RecordOutcome";
    private static final Set<HistoryEventType> ENDS = Set.of(
            HistoryEventType.EXECUTION_SUCCEEDED,
            HistoryEventType.EXECUTION_FAILED,
            HistoryEventType.EXECUTION_ABORTED,
            HistoryEventType.EXECUTION_TIMED_OUT);

    private final Executions executions;
    private final String arn;
    private final ExecutionListener listener;
    private final BooleanSupplier recorded;
    private boolean recording;
    private long seen;
    private JsonNode result = MissingNode.getInstance();
    private boolean ended;

    /**
     * Follows an execution from its beginning.
     *
     * @param recorded whether the outcome is written; asked once the execution is at it, as what follows is no part of it
     */
    public ExecutionFollower(Executions executions, String arn, ExecutionListener listener, BooleanSupplier recorded) {
        this.executions = executions;
        this.arn = arn;
        this.listener = listener;
        this.recorded = recorded;
    }

    /** Returns true when there is an outcome, and false when the listener wants to hear no more. */
    public boolean await() throws InterruptedException {
        long news = System.nanoTime();
        while (true) {
            if (look()) {
                news = System.nanoTime();
            }
            if (ended || (recording && recorded.getAsBoolean())) {
                return true;
            }
            if (!listener.idle(pause(Duration.ofNanos(System.nanoTime() - news)))) {
                return false;
            }
        }
    }

    private boolean look() {
        List<HistoryEvent> events = executions.eventsAfter(arn, seen);
        for (HistoryEvent event : events) {
            seen = event.id();
            take(event);
        }
        return !events.isEmpty();
    }

    private void take(HistoryEvent event) {
        HistoryEventType type = event.type();
        if (event.stateEnteredEventDetails() != null) {
            result = MissingNode.getInstance();
            recording = event.stateEnteredEventDetails().name().equals(LAST_STATE);
            listener.entered(event.stateEnteredEventDetails().name(), event.timestamp());
        } else if (event.stateExitedEventDetails() != null) {
            listener.left(event.stateExitedEventDetails().name(), event.timestamp(), result);
        } else if (event.taskSucceededEventDetails() != null) {
            result = json(event.taskSucceededEventDetails().output());
        } else if (type == HistoryEventType.TASK_SUBMITTED) {
            String id = json(event.taskSubmittedEventDetails().output())
                    .path("Build")
                    .path("Id")
                    .asText();
            if (!id.isEmpty()) {
                listener.buildSubmitted(id);
            }
        } else {
            ended = ENDS.contains(type);
        }
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? MissingNode.getInstance() : Codec.parse(text);
        } catch (InvalidEventException e) {
            return MissingNode.getInstance();
        }
    }

    private static Duration pause(Duration silence) {
        Duration part = silence.dividedBy(PART_OF_SILENCE);
        if (part.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return part.compareTo(LONGEST) > 0 ? LONGEST : part;
    }
}
