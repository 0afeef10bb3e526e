package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.journal.ExecutionRecord;
import dev.slipway.local.stepfunctions.journal.Journal;
import dev.slipway.local.stepfunctions.journal.Status;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running execution: its history, and its end, which is written once whoever comes first. */
final class Run implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    /** AWS fails an execution whose history would grow beyond this. */
    private static final int LONGEST_HISTORY = 25_000;

    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(5);

    private final ExecutionRecord execution;
    private final Journal journal;
    private final Surroundings surroundings;
    private final Consumer<Outcome> listener;
    private final Stop stop = new Stop();
    private boolean ended;

    Run(ExecutionRecord execution, Journal journal, Surroundings surroundings, Consumer<Outcome> listener) {
        this.execution = execution;
        this.journal = journal;
        this.surroundings = surroundings;
        this.listener = listener;
    }

    ExecutionRecord execution() {
        return execution;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Stop stopSignal() {
        return stop;
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Appends an event without details. */
    long append(String type, long previous) {
        return append(event(type, previous));
    }

    /**
     * Appends an event.
     *
     * @param field where the details stand: {@code taskFailedEventDetails}
     */
    long append(String type, long previous, String field, ObjectNode details) {
        ObjectNode event = event(type, previous);
        event.set(field, details);
        return append(event);
    }

    ObjectNode event(String type, long previous) {
        return object().put("timestamp", BigDecimal.valueOf(now().toEpochMilli(), 3))
                .put("type", type)
                .put("previousEventId", previous);
    }

    /** Appends an event; a stopped execution gets no more. */
    long append(ObjectNode event) {
        synchronized (this) {
            if (ended) {
                throw new Stop.StoppedException();
            }
            if (journal.lastId() < LONGEST_HISTORY - 1) {
                return journal.append(event);
            }
        }
        fail(
                event.path("previousEventId").longValue(),
                StateFailure.of(
                        StateFailure.RUNTIME,
                        "The execution reached the maximum number of history events (" + LONGEST_HISTORY + ")."));
        throw new Stop.StoppedException();
    }

    /** Runs to the end on this thread. */
    void perform(Branch root, Function<Branch, JsonNode> body) {
        try {
            succeed(root, body.apply(root));
        } catch (StateFailure failure) {
            fail(root.last(), failure);
        } catch (Stop.StoppedException e) {
            LOG.debug("{} has been stopped", execution.executionArn());
        } catch (RuntimeException | Error e) {
            // Also an Error, such as one of linking a task's class: nobody else would end the execution.
            LOG.error("the interpreter failed in {}", execution.executionArn(), e);
            fail(root.last(), StateFailure.of(StateFailure.RUNTIME, "The local cloud failed: " + e));
        }
    }

    private void succeed(Branch root, JsonNode output) {
        ObjectNode details = object().put("output", output.toString());
        details.set("outputDetails", object().put("truncated", false));
        ObjectNode event = event("ExecutionSucceeded", root.last());
        event.set("executionSucceededEventDetails", details);
        end(event, Status.SUCCEEDED, Optional.of(output.toString()), Optional.empty(), Optional.empty());
    }

    private void fail(long previous, StateFailure failure) {
        ObjectNode event = event("ExecutionFailed", previous);
        event.set("executionFailedEventDetails", failure.details());
        end(event, Status.FAILED, Optional.empty(), failure.error(), failure.reason());
    }

    /** Ends it as timed out, as the state machine's TimeoutSeconds says. On AWS only the history names the error. */
    void timeOut() {
        ObjectNode event = event("ExecutionTimedOut", 0);
        event.set("executionTimedOutEventDetails", object().put("error", StateFailure.TIMEOUT));
        end(event, Status.TIMED_OUT, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public void stop(Optional<String> error, Optional<String> cause) {
        ObjectNode event = event("ExecutionAborted", 0);
        event.set("executionAbortedEventDetails", new StateFailure(error, cause).details());
        end(event, Status.ABORTED, Optional.empty(), error, cause);
    }

    /** Lets go of it without an end, for the next start of the local cloud to go on. */
    void halt() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            journal.close();
        }
        stop.request();
    }

    /** Writes the last event. A full disk does not keep an execution from ending: it is written when there is space again. */
    private void write(ObjectNode last) {
        try {
            journal.append(last);
            journal.close();
        } catch (UncheckedIOException e) {
            LOG.warn("failed to write the end of {}, trying again: {}", execution.executionArn(), e.toString());
            surroundings.timer().after(BETWEEN_WRITES, () -> writeAgain(last));
        }
    }

    private synchronized void writeAgain(ObjectNode last) {
        write(last);
    }

    private void end(
            ObjectNode event, Status status, Optional<String> output, Optional<String> error, Optional<String> cause) {
        Instant at = now();
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            write(event);
        }
        stop.request();
        listener.accept(new Outcome(status, at, output, error, cause));
    }
}
