package dev.slipway.local.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The Conditions section: each condition worked out once, when it is first asked for. */
final class Conditions {
    private final Node.Fields section;
    private final Function<Node, String> texts;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    /** Reads the section; the function resolves the operands of Equals. */
    Conditions(Node.Fields section, Function<Node, String> texts) {
        this.section = section;
        this.texts = texts;
    }

    /** Works every condition out, so that a mistake in an unused one is found as well. */
    void checkAll() {
        section.fields().forEach((name, node) -> holds(name, node.place()));
    }

    boolean holds(String name, Place place) {
        Boolean value = known.get(name);
        if (value != null) {
            return value;
        }
        Node node = section.fields().get(name);
        if (node == null) {
            throw new TemplateException(place, "no condition of this name: " + name);
        }
        if (!open.add(name)) {
            throw new TemplateException(place, "condition depends on itself: " + name);
        }
        boolean answer = evaluate(node);
        open.remove(name);
        known.put(name, answer);
        return answer;
    }

    private boolean evaluate(Node node) {
        if (node instanceof Node.Call call) {
            return switch (call.function()) {
                case "Equals" -> {
                    List<Node> both = operands(call, 2, 2);
                    yield texts.apply(both.get(0)).equals(texts.apply(both.get(1)));
                }
                case "Not" -> !evaluate(operands(call, 1, 1).get(0));
                // Not short-circuited: every operand is checked.
                case "And" -> operands(call, 2, 10).stream().map(this::evaluate).reduce(true, Boolean::logicalAnd);
                case "Or" -> operands(call, 2, 10).stream().map(this::evaluate).reduce(false, Boolean::logicalOr);
                case "Condition" -> holds(texts.apply(call.argument()), call.place());
                default -> throw new TemplateException(call.place(), "not a condition function: " + call.function());
            };
        }
        if (node instanceof Node.Fields map
                && map.fields().size() == 1
                && map.fields().get("Condition") instanceof Node.Scalar name) {
            return holds(name.text(), name.place());
        }
        throw new TemplateException(node.place(), "a condition must be one of Equals, Not, And, Or and Condition");
    }

    private static List<Node> operands(Node.Call call, int least, int most) {
        if (call.argument() instanceof Node.Items list
                && list.items().size() >= least
                && list.items().size() <= most) {
            return list.items();
        }
        String count = least == most ? Integer.toString(least) : least + " to " + most;
        throw new TemplateException(call.place(), call.function() + " takes a list of " + count);
    }
}
