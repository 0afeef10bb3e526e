package dev.slipway.local.stepfunctions.asl;

import dev.slipway.local.stepfunctions.asl.State.Flow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that every transition has a target, every state is reached, and one of them ends. */
final class Transitions {
    private static final String MISSING_TARGET = "MISSING_TRANSITION_TARGET";

    private Transitions() {}

    static void check(String startAt, Map<String, State> states, Fields fields) {
        if (!states.containsKey(startAt)) {
            fields.problem(MISSING_TARGET, "StartAt", "Missing 'StartAt' target: " + startAt);
            return;
        }
        boolean complete = true;
        for (State state : states.values()) {
            for (Step step : steps(state)) {
                if (!states.containsKey(step.target())) {
                    complete = false;
                    fields.problem(
                            MISSING_TARGET,
                            "States/" + state.name() + "/" + step.field(),
                            "Missing '" + step.field().replaceFirst(".*/", "") + "' target: " + step.target());
                }
            }
        }
        if (complete) {
            checkReached(startAt, states, fields);
        }
    }

    private static void checkReached(String startAt, Map<String, State> states, Fields fields) {
        Set<String> reached = new HashSet<>(Set.of(startAt));
        Deque<String> open = new ArrayDeque<>(reached);
        boolean ends = false;
        while (!open.isEmpty()) {
            List<Step> steps = steps(Optional.ofNullable(states.get(open.pop())).orElseThrow());
            ends |= steps.stream().noneMatch(Step::onSuccess);
            steps.stream().map(Step::target).filter(reached::add).forEach(open::push);
        }
        states.keySet().stream()
                .filter(name -> !reached.contains(name))
                .forEach(name ->
                        fields.problem(MISSING_TARGET, "States/" + name, "State \"" + name + "\" is not reachable."));
        if (!ends) {
            fields.problem("MISSING_END_STATE", "States", "The workflow does not have a terminal state");
        }
    }

    private record Step(String field, String target, boolean onSuccess) {}

    private static List<Step> steps(State state) {
        if (state instanceof State.Task task) {
            return Stream.concat(next(task.flow()), catches(task.recovery())).toList();
        }
        if (state instanceof State.Parallel parallel) {
            return Stream.concat(next(parallel.flow()), catches(parallel.recovery()))
                    .toList();
        }
        if (state instanceof State.Each each) {
            return Stream.concat(next(each.flow()), catches(each.recovery())).toList();
        }
        if (state instanceof State.Choice choice) {
            Stream<Step> rules = indexed(
                    "Choices", choice.rules().stream().map(State.Rule::flow).toList(), true);
            return Stream.concat(rules, choice.otherwise().next().stream().map(to -> new Step("Default", to, true)))
                    .toList();
        }
        if (state instanceof State.Pass pass) {
            return next(pass.flow()).toList();
        }
        return state instanceof State.Wait wait ? next(wait.flow()).toList() : List.of();
    }

    private static Stream<Step> next(Flow flow) {
        return flow.next().stream().map(target -> new Step("Next", target, true));
    }

    private static Stream<Step> catches(State.Recovery recovery) {
        return indexed(
                "Catch", recovery.catchers().stream().map(State.Catcher::flow).toList(), false);
    }

    private static Stream<Step> indexed(String field, List<Flow> flows, boolean onSuccess) {
        return Stream.iterate(0, i -> i < flows.size(), i -> i + 1)
                .flatMap(i -> flows.get(i).next().stream()
                        .map(target -> new Step(field + "[" + i + "]/Next", target, onSuccess)));
    }
}
