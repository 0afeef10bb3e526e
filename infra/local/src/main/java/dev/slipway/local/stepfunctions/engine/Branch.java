package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.asl.Definition;
import dev.slipway.local.stepfunctions.asl.Retrier;
import dev.slipway.local.stepfunctions.asl.State;
import dev.slipway.local.stepfunctions.asl.State.Flow;
import dev.slipway.local.stepfunctions.asl.State.Recovery;
import dev.slipway.local.stepfunctions.journal.Journal;
import dev.slipway.local.stepfunctions.jsonata.EvaluationException;
import dev.slipway.local.stepfunctions.jsonata.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A line of states that follow each other: a whole execution, or one branch in it. Lives on one thread. */
final class Branch {
    private final Run run;
    private final Stop stop;
    private final Map<String, JsonNode> variables;
    private final JsonNode executionInput;
    private final Optional<JsonNode> item;
    private final Steps steps = new Steps(this);
    private Optional<Visit> current = Optional.empty();
    private long last;

    /**
     * Begins a branch.
     *
     * @param outer variables that it sees; what it assigns stays inside
     * @param last id of the event before it
     */
    Branch(Run run, Stop stop, Map<String, JsonNode> outer, Optional<JsonNode> item, long last) {
        this.run = run;
        this.stop = stop;
        this.variables = new HashMap<>(outer);
        this.item = item;
        this.last = last;
        this.executionInput = ContextObject.parse(run.execution().input());
    }

    /** Where a state leads: its output, and the next state if there is one. */
    record Exit(JsonNode output, Optional<String> next) {}

    /** Runs from the start. */
    JsonNode run(Definition definition, JsonNode input) {
        return walk(definition, enter(definition.state(definition.startAt()), input));
    }

    /** Runs from a state on. */
    JsonNode walk(Definition definition, Visit first) {
        Visit visit = first;
        while (true) {
            current = Optional.of(visit);
            stop.check();
            Exit exit = steps.execute(visit);
            if (exit.next().isEmpty()) {
                return exit.output();
            }
            visit = enter(definition.state(exit.next().get()), exit.output());
        }
    }

    /** Enters a state. */
    Visit enter(State state, JsonNode input) {
        long before = last;
        // The first state's entry points at no event on AWS, not at ExecutionStarted.
        long previous = before == 1 ? 0 : before;
        ObjectNode details = Run.object().put("name", state.name()).put("input", input.toString());
        details.set("inputDetails", Run.object().put("truncated", false));
        last = run.append(state.type() + "StateEntered", previous, "stateEnteredEventDetails", details);
        return new Visit(state, input, previous, last, run.now());
    }

    /**
     * Leaves a state by one of its ways: evaluates Assign and Output, both over the variables as they were.
     *
     * @param where the way as it begins a failure's location: empty, or {@code Catch[0]/}
     * @param fallback the output where there is no Output
     * @param states what {@code $states} has besides input and context
     */
    Exit leave(Visit visit, Flow flow, String where, JsonNode fallback, Map<String, JsonNode> states) {
        Map<String, JsonNode> assigned = new LinkedHashMap<>();
        JsonNode output = fallback;
        if (flow.output().isPresent() || flow.assign().isPresent()) {
            Scope scope = scope(visit, states);
            output = evaluating(visit, () -> {
                flow.assign()
                        .map(assign -> assign.evaluate(scope, where + "Assign"))
                        .ifPresent(values -> values.properties().forEach(v -> assigned.put(v.getKey(), v.getValue())));
                return flow.output()
                        .map(template -> template.evaluate(scope, where + "Output"))
                        .orElse(fallback);
            });
        }
        ObjectNode details = Run.object().put("name", visit.state().name());
        details.put("output", Payload.checked(output, visit.state().name()));
        details.set("outputDetails", Run.object().put("truncated", false));
        if (!assigned.isEmpty()) {
            ObjectNode values = details.putObject("assignedVariables");
            assigned.forEach((name, value) -> values.put(name, value.toString()));
            details.set("assignedVariablesDetails", Run.object().put("truncated", false));
        }
        variables.putAll(assigned);
        ObjectNode event = run.event(visit.state().type() + "StateExited", last);
        event.set("stateExitedEventDetails", details);
        last = run.append(event.put(Journal.GOES_TO, flow.next().orElse("")));
        return new Exit(output, flow.next());
    }

    /** Runs the attempts of a state as its Retry says; what remains of its errors goes to its Catch. */
    Exit recovering(Visit visit, Recovery recovery, Supplier<Exit> attempt) {
        int[] retries = new int[recovery.retriers().size()];
        while (true) {
            try {
                return attempt.get();
            } catch (StateFailure failure) {
                Optional<Duration> delay = retry(recovery.retriers(), retries, failure);
                if (delay.isEmpty()) {
                    return caught(visit, recovery.catchers(), failure);
                }
                visit.countRetry();
                pause(delay.get());
            }
        }
    }

    private Optional<Duration> retry(List<Retrier> retriers, int[] retries, StateFailure failure) {
        for (int i = 0; i < retries.length; i++) {
            Retrier retrier = retriers.get(i);
            if (retrier.errors().match(failure.name())) {
                return retries[i] < retrier.maxAttempts()
                        ? Optional.of(
                                retrier.delay(retries[i]++, run.surroundings().random()))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Exit caught(Visit visit, List<State.Catcher> catchers, StateFailure failure) {
        for (int i = 0; i < catchers.size(); i++) {
            State.Catcher catcher = catchers.get(i);
            if (catcher.errors().match(failure.name())) {
                JsonNode output = failure.errorOutput();
                return leave(visit, catcher.flow(), "Catch[" + i + "]/", output, Map.of("errorOutput", output));
            }
        }
        throw failure;
    }

    /** Lets time pass, unless the execution is stopped. */
    void pause(Duration delay) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Runnable cancel = run.surroundings().timer().after(delay, () -> over.complete(true));
        try {
            stop.await(over);
        } finally {
            cancel.run();
        }
    }

    Scope scope(Visit visit, Map<String, JsonNode> more) {
        Map<String, JsonNode> states = new HashMap<>(more);
        states.put("input", visit.input());
        states.put("context", ContextObject.of(run.execution(), executionInput, visit, item));
        return Scope.of(variables, states);
    }

    /** Evaluates; a failure is an event and States.QueryEvaluationError. */
    <T> T evaluating(Visit visit, Supplier<T> evaluation) {
        try {
            return evaluation.get();
        } catch (EvaluationException e) {
            StateFailure failure = visit.failure(StateFailure.EVALUATION, e.getMessage());
            ObjectNode details = failure.details();
            if (!e.location().isEmpty()) {
                details.put("location", e.location());
            }
            details.put("state", visit.state().name());
            // On AWS a state is entered and evaluated in one go, so both events follow the same one. A Wait is not.
            boolean atOnce = last == visit.entered() && !(visit.state() instanceof State.Wait);
            last = run.append(
                    "EvaluationFailed", atOnce ? visit.before() : last, "evaluationFailedEventDetails", details);
            throw failure;
        }
    }

    /** Makes a branch inside this one. */
    Branch inner(Stop group, Optional<JsonNode> mapItem, long previous) {
        return new Branch(run, group, variables, mapItem.or(() -> item), previous);
    }

    Run execution() {
        return run;
    }

    Stop stop() {
        return stop;
    }

    Optional<Visit> current() {
        return current;
    }

    Map<String, JsonNode> variables() {
        return variables;
    }

    long last() {
        return last;
    }

    void last(long id) {
        last = id;
    }
}
