package dev.slipway.local.logs;

import dev.slipway.local.front.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudWatch's filter pattern for unstructured events: every plain term must be in the event, none of the terms with a
 * minus, and one of those with a question mark. Terms match case and may be quoted. JSON, space-delimited and regular
 * expression patterns are refused.
 */
final class FilterPattern {
    private static final Pattern TERM = Pattern.compile("([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");

    private final List<String> required = new ArrayList<>();
    private final List<String> excluded = new ArrayList<>();
    private final List<String> optional = new ArrayList<>();

    private FilterPattern() {}

    static FilterPattern parse(String pattern) {
        String text = pattern.strip();
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("%")) {
            throw new AwsException(
                    400, "InvalidParameterException", "the local cloud implements filter patterns of terms only");
        }
        FilterPattern parsed = new FilterPattern();
        Matcher terms = TERM.matcher(text);
        while (terms.find()) {
            String quoted = terms.group(2);
            String term = quoted == null ? terms.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            parsed.list(terms.group(1)).add(term);
        }
        return parsed;
    }

    boolean matches(String message) {
        // With a plain term there, CloudWatch ignores the optional ones.
        boolean any =
                !required.isEmpty() || optional.isEmpty() || optional.stream().anyMatch(message::contains);
        return any
                && required.stream().allMatch(message::contains)
                && excluded.stream().noneMatch(message::contains);
    }

    private List<String> list(String sign) {
        return switch (sign) {
            case "-" -> excluded;
            case "?" -> optional;
            default -> required;
        };
    }
}
