package dev.slipway.local.lambda.function;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function as callers name it: a name, a partial ARN or an ARN, each with or without a qualifier.
 *
 * @param qualifier a version, an alias or {@code $LATEST}; null when there is none
 */
public record FunctionName(String name, @Nullable String qualifier) {
    /** The unpublished version. */
    public static final String LATEST = "$LATEST";

    private static final Pattern FORM = Pattern.compile(
            "(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?(?:[0-9]{12}:)?(?:function:)?([a-zA-Z0-9-_]{1,64})"
                    + "(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    /**
     * Reads a name.
     *
     * @param parameter the Qualifier parameter; it must not contradict the name's own
     */
    public static FunctionName parse(String text, Optional<String> parameter) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Refusals.validation(
                    text, "functionName", "Member must satisfy regular expression pattern: " + FORM.pattern());
        }
        String own = matcher.group(2);
        String qualifier = parameter.filter(value -> !value.isEmpty()).orElse(own);
        if (own != null && qualifier != null && !own.equals(qualifier)) {
            throw Refusals.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionName(matcher.group(1), qualifier);
    }

    /** Returns the qualifier, {@code $LATEST} where there is none. */
    public String effectiveQualifier() {
        return qualifier == null ? LATEST : qualifier;
    }
}
