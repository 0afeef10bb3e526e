package dev.slipway.local.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.stepfunctions.jsonata.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the fields of one object and notes what is wrong with them; at the end, also those that nobody read. */
final class Fields {
    private static final int LONGEST_SECONDS = 99_999_999;

    /** What AWS has and the local cloud does not: refused by name, so that nothing runs differently in silence. */
    private static final Set<String> NOT_HERE = Set.of(
            "Credentials",
            "ItemBatcher",
            "ItemReader",
            "Label",
            "ResultWriter",
            "ToleratedFailureCount",
            "ToleratedFailurePercentage");

    private final JsonNode node;
    private final String at;
    private final List<Diagnostic> problems;
    private final Set<String> read = new HashSet<>(Set.of("Comment"));

    Fields(JsonNode node, String at, List<Diagnostic> problems) {
        this.node = node;
        this.at = at;
        this.problems = problems;
    }

    void problem(String field, String message) {
        problem("SCHEMA_VALIDATION_FAILED", field, message);
    }

    void problem(String code, String field, String message) {
        String place = field.isEmpty() ? at : at + "/" + field;
        problems.add(new Diagnostic(code, message, place.isEmpty() ? "/" : place));
    }

    /** Notes all that are missing in one diagnostic, as AWS does. */
    void require(String... names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!node.has(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            problem("", "These fields are required: " + missing);
        }
    }

    JsonNode raw(String name) {
        read.add(name);
        return node.path(name);
    }

    boolean has(String name) {
        return node.has(name);
    }

    Optional<String> text(String name) {
        JsonNode value = raw(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            problem(name, "Expected value of type String");
        }
        return Optional.ofNullable(value.textValue());
    }

    /** Reads one of a few words. */
    String word(String name, String otherwise, List<String> words) {
        String value = text(name).orElse(otherwise);
        if (!words.contains(value)) {
            problem(name, "The field '" + name + "' should have one of these values: " + words);
            return otherwise;
        }
        return value;
    }

    OptionalInt integer(String name, int least, int most) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            problem(name, "Expected an integer between " + least + " and " + most);
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.intValue());
    }

    double decimal(String name, double least, double otherwise) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || value.doubleValue() < least) {
            problem(name, "Expected a number of at least " + least);
            return otherwise;
        }
        return value.doubleValue();
    }

    Optional<Template> template(String name) {
        JsonNode value = raw(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(compile(name, value));
    }

    /** Reads a number of seconds, or an expression for it. */
    Optional<Template> seconds(String name, int least) {
        Optional<Template> value = template(name);
        if (value.orElse(null) instanceof Template.Literal) {
            integer(name, least, LONGEST_SECONDS);
        }
        return value;
    }

    /** Reads a text, or an expression for it. */
    Optional<Template> textTemplate(String name) {
        if (has(name)) {
            text(name);
        }
        return template(name);
    }

    private Template compile(String name, JsonNode value) {
        return Template.parse(value, name, this::problem);
    }

    Fields object(String name) {
        JsonNode value = raw(name);
        if (!value.isObject()) {
            problem(name, "Expected value of type Object");
        }
        return new Fields(value, at + "/" + name, problems);
    }

    /** Reads an array of objects. */
    List<Fields> objects(String name) {
        JsonNode value = raw(name);
        List<Fields> items = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            problem(name, "Expected value of type Array");
        }
        for (int i = 0; i < value.size(); i++) {
            items.add(new Fields(value.get(i), at + "/" + name + "[" + i + "]", problems));
        }
        return items;
    }

    /** Reads an array of objects that must hold something. */
    List<Fields> someObjects(String name) {
        List<Fields> items = objects(name);
        if (items.isEmpty() && has(name)) {
            problem(name, "Value cannot be empty");
        }
        return items;
    }

    JsonNode node() {
        return node;
    }

    List<Diagnostic> problems() {
        return problems;
    }

    String at() {
        return at;
    }

    /** Notes every field that was not read. */
    void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                problem(
                        name,
                        NOT_HERE.contains(name)
                                ? "Field is not implemented by the local cloud"
                                : "Field is not supported");
            }
        });
    }
}
