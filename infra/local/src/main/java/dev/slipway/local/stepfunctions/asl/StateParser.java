package dev.slipway.local.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.stepfunctions.asl.State.Flow;
import dev.slipway.local.stepfunctions.jsonata.Template;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one state. */
final class StateParser {
    private static final List<String> TYPES =
            List.of("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map");
    private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]{0,79}");

    private final String name;
    private final Fields fields;
    private final String inheritedLanguage;
    private final Map<String, TaskIntegration> integrations;

    StateParser(String name, Fields fields, String inheritedLanguage, Map<String, TaskIntegration> integrations) {
        this.name = name;
        this.fields = fields;
        this.inheritedLanguage = inheritedLanguage;
        this.integrations = integrations;
    }

    /**
     * Reads the state; empty where its type is none.
     *
     * @param nested reads a branch in a query language
     */
    Optional<State> parse(BiFunction<Fields, String, Definition> nested) {
        fields.require("Type");
        String language = fields.word("QueryLanguage", inheritedLanguage, List.of("JSONPath", "JSONata"));
        if (!language.equals("JSONata")) {
            fields.problem(
                    "QueryLanguage",
                    inheritedLanguage.equals("JSONata")
                            ? "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
                            : "'QueryLanguage' JSONPath is not implemented by the local cloud: set it to 'JSONata'");
            return Optional.empty();
        }
        String type = fields.word("Type", "", TYPES);
        Optional<State> state = switch (type) {
            case "Task" -> Optional.of(task());
            case "Pass" -> Optional.of(new State.Pass(name, flow()));
            case "Choice" -> Optional.of(choice());
            case "Wait" -> waiting();
            case "Succeed" ->
                Optional.of(new State.Succeed(name, new Flow(output(), Optional.empty(), Optional.empty())));
            case "Fail" ->
                Optional.of(new State.Fail(name, fields.textTemplate("Error"), fields.textTemplate("Cause")));
            case "Parallel" -> Optional.of(parallel(branch -> nested.apply(branch, language)));
            case "Map" -> Optional.of(each(branch -> nested.apply(branch, language)));
            default -> Optional.empty();
        };
        if (state.isPresent()) {
            fields.end();
        }
        return state;
    }

    private State task() {
        fields.require("Resource");
        String resource = fields.text("Resource").orElse("");
        Optional<Template> arguments = fields.template("Arguments");
        TaskIntegration integration = integrations.get(resource);
        if (integration == null) {
            fields.problem(
                    "Resource",
                    "The resource provided " + resource + " is not recognized. The value is not a valid resource ARN, "
                            + "or the resource is not available in this region.");
        } else {
            checkArguments(integration);
        }
        Optional<Template> timeout = fields.seconds("TimeoutSeconds", 1);
        Optional<Template> heartbeat = fields.seconds("HeartbeatSeconds", 1);
        JsonNode longest = fields.raw("TimeoutSeconds");
        if (longest.isNumber() && fields.raw("HeartbeatSeconds").intValue() >= longest.intValue()) {
            fields.problem("HeartbeatSeconds", "HeartbeatSeconds must be smaller than TimeoutSeconds");
        }
        return new State.Task(name, resource, arguments, timeout, heartbeat, recovery(), flow());
    }

    // An expression for all arguments is known only when it runs; the task itself then refuses them.
    private void checkArguments(TaskIntegration integration) {
        JsonNode arguments = fields.raw("Arguments");
        if (arguments.isTextual()) {
            return;
        }
        integration.requiredArguments().stream()
                .sorted()
                .filter(field -> !arguments.has(field))
                .forEach(field -> fields.problem("Arguments", "The field '" + field + "' is required but was missing"));
        arguments.fieldNames().forEachRemaining(field -> {
            if (!integration.supportedArguments().contains(field)) {
                fields.problem("Arguments", "The field \"" + field + "\" is not supported by Step Functions");
            }
        });
    }

    private State choice() {
        fields.require("Choices");
        List<State.Rule> rules =
                fields.someObjects("Choices").stream().map(this::rule).toList();
        return new State.Choice(name, rules, new Flow(output(), assign(fields), fields.text("Default")));
    }

    private State.Rule rule(Fields rule) {
        rule.require("Condition", "Next");
        JsonNode condition = rule.raw("Condition");
        if (!condition.isBoolean() && !condition.asText().startsWith("{%") && !condition.isMissingNode()) {
            rule.problem("Condition", "Expected a boolean or a JSONata expression");
        }
        State.Rule read = new State.Rule(
                rule.template("Condition").orElse(new Template.Literal(condition)),
                new Flow(rule.template("Output"), assign(rule), rule.text("Next")));
        rule.end();
        return read;
    }

    private Optional<State> waiting() {
        Optional<Template> seconds = fields.seconds("Seconds", 0);
        Optional<Template> timestamp = fields.textTemplate("Timestamp");
        Flow flow = flow();
        if (seconds.isPresent() == timestamp.isPresent()) {
            fields.problem("", "There must be exactly one of [Seconds, Timestamp]");
        }
        return seconds.or(() -> timestamp).map(until -> new State.Wait(name, until, timestamp.isPresent(), flow));
    }

    private State parallel(Function<Fields, Definition> nested) {
        fields.require("Branches");
        List<Definition> branches =
                fields.someObjects("Branches").stream().map(nested).toList();
        return new State.Parallel(name, fields.template("Arguments"), branches, recovery(), flow());
    }

    private State each(Function<Fields, Definition> nested) {
        fields.require("ItemProcessor");
        Fields processor = fields.object("ItemProcessor");
        if (processor.has("ProcessorConfig")) {
            Fields config = processor.object("ProcessorConfig");
            config.word("Mode", "INLINE", List.of("INLINE"));
            config.end();
        }
        return new State.Each(
                name,
                fields.template("Items"),
                fields.template("ItemSelector"),
                fields.seconds("MaxConcurrency", 0),
                nested.apply(processor),
                recovery(),
                flow());
    }

    private Flow flow() {
        Optional<String> next = fields.text("Next");
        JsonNode end = fields.raw("End");
        if (next.isPresent() == end.booleanValue()) {
            fields.problem("", "There must be exactly one of [Next, End]");
        }
        return new Flow(output(), assign(fields), next);
    }

    private Optional<Template> output() {
        return fields.template("Output");
    }

    private static Optional<Template> assign(Fields in) {
        JsonNode assign = in.raw("Assign");
        if (!assign.isMissingNode() && !assign.isObject()) {
            in.problem("Assign", "Expected value of type Object");
        }
        assign.fieldNames().forEachRemaining(variable -> {
            if (variable.equals("states") || !VARIABLE.matcher(variable).matches()) {
                in.problem("Assign/" + variable, "The variable name is not valid");
            }
        });
        return in.template("Assign");
    }

    private State.Recovery recovery() {
        List<Fields> retries = fields.objects("Retry");
        List<Fields> catches = fields.objects("Catch");
        return new State.Recovery(
                retries.stream()
                        .map(retry -> retrier(retry, retry == retries.get(retries.size() - 1)))
                        .toList(),
                catches.stream()
                        .map(caught -> catcher(caught, caught == catches.get(catches.size() - 1)))
                        .toList());
    }

    private static Retrier retrier(Fields retry, boolean last) {
        ErrorNames errors = errors(retry, last);
        int interval = retry.integer("IntervalSeconds", 1, 99_999_999).orElse(1);
        Retrier retrier = new Retrier(
                errors,
                interval,
                retry.integer("MaxAttempts", 0, 99_999_999).orElse(3),
                retry.decimal("BackoffRate", 1.0, 2.0),
                retry.integer("MaxDelaySeconds", interval + 1, 31_622_400),
                retry.word("JitterStrategy", "NONE", List.of("FULL", "NONE")).equals("FULL"));
        retry.end();
        return retrier;
    }

    private static State.Catcher catcher(Fields caught, boolean last) {
        caught.require("Next");
        State.Catcher catcher = new State.Catcher(
                errors(caught, last), new Flow(caught.template("Output"), assign(caught), caught.text("Next")));
        caught.end();
        return catcher;
    }

    private static ErrorNames errors(Fields in, boolean last) {
        in.require("ErrorEquals");
        JsonNode names = in.raw("ErrorEquals");
        if (in.has("ErrorEquals") && names.isEmpty()) {
            in.problem("ErrorEquals", "Value cannot be empty");
        }
        List<String> errors = new ArrayList<>();
        names.forEach(error -> errors.add(error.asText()));
        if (errors.contains(ErrorNames.ALL) && (errors.size() > 1 || !last)) {
            in.problem("ErrorEquals", "States.ALL must be alone in its ErrorEquals, and the last one");
        }
        return new ErrorNames(errors);
    }
}
