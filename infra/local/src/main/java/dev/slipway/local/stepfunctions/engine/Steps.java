package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.slipway.local.stepfunctions.asl.State;
import dev.slipway.local.stepfunctions.engine.Branch.Exit;
import dev.slipway.local.stepfunctions.jsonata.EvaluationException;
import dev.slipway.local.stepfunctions.jsonata.Scope;
import dev.slipway.local.stepfunctions.jsonata.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** What each type of state does once it is entered. */
final class Steps {
    private static final long LONGEST_WAIT = 99_999_999;

    private final Branch branch;

    Steps(Branch branch) {
        this.branch = branch;
    }

    Exit execute(Visit visit) {
        State state = visit.state();
        if (state instanceof State.Task task) {
            return branch.recovering(visit, task.recovery(), () -> new TaskStep(branch, visit, task).execute());
        }
        if (state instanceof State.Choice choice) {
            return choose(visit, choice);
        }
        if (state instanceof State.Wait wait) {
            return waiting(visit, wait);
        }
        if (state instanceof State.Pass pass) {
            return branch.leave(visit, pass.flow(), "", visit.input(), Map.of());
        }
        if (state instanceof State.Parallel parallel) {
            return branch.recovering(visit, parallel.recovery(), () -> GroupStep.parallel(branch, visit, parallel));
        }
        if (state instanceof State.Each each) {
            return branch.recovering(visit, each.recovery(), () -> GroupStep.each(branch, visit, each));
        }
        if (state instanceof State.Succeed succeed) {
            return branch.leave(visit, succeed.flow(), "", visit.input(), Map.of());
        }
        throw failing(visit, (State.Fail) state);
    }

    private Exit choose(Visit visit, State.Choice choice) {
        Scope scope = branch.scope(visit, Map.of());
        for (int i = 0; i < choice.rules().size(); i++) {
            State.Rule rule = choice.rules().get(i);
            String where = "Choices[" + i + "]/";
            boolean holds = branch.evaluating(
                    visit,
                    () -> rule.condition()
                            .evaluate(scope, where + "Condition", JsonNodeType.BOOLEAN)
                            .booleanValue());
            if (holds) {
                return branch.leave(visit, rule.flow(), where, visit.input(), Map.of());
            }
        }
        if (choice.otherwise().next().isEmpty()) {
            throw visit.failure("States.NoChoiceMatched", "No choices matched and no default is specified.");
        }
        return branch.leave(visit, choice.otherwise(), "", visit.input(), Map.of());
    }

    private Exit waiting(Visit visit, State.Wait wait) {
        Scope scope = branch.scope(visit, Map.of());
        Instant until = branch.evaluating(
                visit,
                () -> wait.isTimestamp()
                        ? timestamp(wait.until().evaluate(scope, "Timestamp", JsonNodeType.STRING))
                        : visit.at().plusSeconds(seconds(wait.until(), scope, "Seconds")));
        Duration left = Duration.between(branch.execution().now(), until);
        if (!left.isNegative() && !left.isZero()) {
            branch.pause(left);
        }
        return branch.leave(visit, wait.flow(), "", visit.input(), Map.of());
    }

    /** Evaluates a number of seconds. */
    static long seconds(Template template, Scope scope, String field) {
        JsonNode value = template.evaluate(scope, field, JsonNodeType.NUMBER);
        if (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > LONGEST_WAIT) {
            throw new EvaluationException(
                    field,
                    "The " + field + " field must be an integer between 0 and " + LONGEST_WAIT + " but was: " + value);
        }
        return value.longValue();
    }

    private static Instant timestamp(JsonNode value) {
        try {
            return OffsetDateTime.parse(value.asText()).toInstant();
        } catch (DateTimeParseException e) {
            throw new EvaluationException(
                    "Timestamp",
                    "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                            + value.asText());
        }
    }

    private StateFailure failing(Visit visit, State.Fail fail) {
        Scope scope = branch.scope(visit, Map.of());
        return branch.evaluating(
                visit, () -> new StateFailure(text(fail.error(), scope, "Error"), text(fail.cause(), scope, "Cause")));
    }

    private static Optional<String> text(Optional<Template> template, Scope scope, String field) {
        return template.map(
                value -> value.evaluate(scope, field, JsonNodeType.STRING).asText());
    }
}
