package dev.slipway.local.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Parameters section: defaults, given values and their constraints, with CloudFormation's own words of refusal. */
final class Parameters {
    private static final Set<String> ATTRIBUTES = Set.of(
            "Type",
            "Default",
            "AllowedPattern",
            "AllowedValues",
            "MinValue",
            "MaxValue",
            "MinLength",
            "MaxLength",
            "ConstraintDescription",
            "Description",
            "NoEcho");

    private Parameters() {}

    /** Returns the value of every declared parameter, in the order of the file. */
    static Map<String, String> values(Node.Fields section, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!section.fields().containsKey(name)) {
                throw new TemplateException(section.place(), "no parameter of this name: " + name);
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        section.fields().forEach((name, node) -> {
            Map<String, Node> attributes = attributes(name, node);
            String value = given.get(name);
            if (value == null) {
                value = attribute(attributes, "Default");
            }
            if (value == null) {
                throw new TemplateException(node.place(), "Parameters: [%s] must have values".formatted(name));
            }
            check(name, value, attributes, node.place());
            values.put(name, value);
        });
        return values;
    }

    private static Map<String, Node> attributes(String name, Node node) {
        if (!(node instanceof Node.Fields map)) {
            throw new TemplateException(node.place(), "parameter must be a map: " + name);
        }
        map.fields().forEach((attribute, value) -> {
            if (!ATTRIBUTES.contains(attribute)) {
                throw new TemplateException(value.place(), "attribute of a parameter not implemented: " + attribute);
            }
        });
        return map.fields();
    }

    private static void check(String name, String value, Map<String, Node> attributes, Place place) {
        String type = attribute(attributes, "Type");
        if (type == null || !(type.equals("String") || type.equals("Number"))) {
            throw new TemplateException(place, "type of parameter " + name + " not implemented: " + type);
        }
        String violated = type.equals("Number") ? number(value, attributes) : length(value, attributes);
        String pattern = attribute(attributes, "AllowedPattern");
        if (pattern != null && !Pattern.matches(pattern, value)) {
            violated = "must match pattern " + pattern;
        }
        if (attributes.get("AllowedValues") instanceof Node.Items allowed) {
            List<String> texts = new ArrayList<>();
            allowed.items().forEach(item -> texts.add(scalar(item)));
            if (!texts.contains(value)) {
                violated = "must be one of [" + String.join(", ", texts) + "]";
            }
        }
        if (violated != null) {
            String described = attribute(attributes, "ConstraintDescription");
            throw new TemplateException(
                    place,
                    "Parameter '%s' %s; it is '%s'"
                            .formatted(
                                    name,
                                    described == null ? violated : "failed to satisfy constraint: " + described,
                                    value));
        }
    }

    private static @Nullable String number(String value, Map<String, Node> attributes) {
        if (!value.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return "must be a number";
        }
        BigDecimal number = new BigDecimal(value);
        String least = attribute(attributes, "MinValue");
        if (least != null && number.compareTo(new BigDecimal(least)) < 0) {
            return "must be a number not less than " + least;
        }
        String most = attribute(attributes, "MaxValue");
        return most != null && number.compareTo(new BigDecimal(most)) > 0
                ? "must be a number not greater than " + most
                : null;
    }

    private static @Nullable String length(String value, Map<String, Node> attributes) {
        String least = attribute(attributes, "MinLength");
        if (least != null && value.length() < Integer.parseInt(least)) {
            return "must contain at least " + least + " characters";
        }
        String most = attribute(attributes, "MaxLength");
        return most != null && value.length() > Integer.parseInt(most)
                ? "must contain at most " + most + " characters"
                : null;
    }

    private static @Nullable String attribute(Map<String, Node> attributes, String name) {
        Node node = attributes.get(name);
        return node == null ? null : scalar(node);
    }

    private static String scalar(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.text();
        }
        throw new TemplateException(node.place(), "must be a literal");
    }
}
