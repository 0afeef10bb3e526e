package dev.slipway.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * Follows one execution from its history.
 *
 * <p>Looks often while things happen and less often while nothing does, between 100 ms and 1 s. Not thread-safe.
 */
public final class ExecutionFollower {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Executions executions;
    private final String arn;
    private final ExecutionListener listener;
    private long seen;
    private JsonNode result = MissingNode.getInstance();
    private @Nullable End end;

    /** Follows an execution from its beginning. */
    public ExecutionFollower(Executions executions, String arn, ExecutionListener listener) {
        this.executions = executions;
        this.arn = arn;
        this.listener = listener;
    }

    /** Returns when the execution has ended, or with nothing when the listener wants to hear no more. */
    public Optional<End> await() throws InterruptedException {
        Duration pause = SHORTEST;
        while (true) {
            boolean news = look();
            if (end != null) {
                return Optional.of(end);
            }
            pause = news ? SHORTEST : longer(pause);
            if (!listener.idle(pause)) {
                return Optional.empty();
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
            switch (type) {
                case EXECUTION_SUCCEEDED -> end = End.SUCCEEDED;
                case EXECUTION_FAILED -> end = End.FAILED;
                case EXECUTION_ABORTED -> end = End.ABORTED;
                case EXECUTION_TIMED_OUT -> end = End.TIMED_OUT;
                default -> {}
            }
        }
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? MissingNode.getInstance() : Codec.parse(text);
        } catch (InvalidEventException e) {
            return MissingNode.getInstance();
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(5).dividedBy(4);
        return next.compareTo(LONGEST) > 0 ? LONGEST : next;
    }

    /** How an execution ended; the record of the deployment says what that means. */
    public enum End {
        SUCCEEDED,
        FAILED,
        ABORTED,
        TIMED_OUT
    }
}
