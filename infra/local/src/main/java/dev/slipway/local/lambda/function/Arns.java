package dev.slipway.local.lambda.function;

import org.jspecify.annotations.Nullable;

/** Writes the ARNs of one account and region. */
public record Arns(String region, String account) {

    /** Returns a function's ARN, with its qualifier if one is given. */
    public String function(String name, @Nullable String qualifier) {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + name
                + (qualifier == null ? "" : ":" + qualifier);
    }

    /** Returns the ARN of an image repository. */
    public String repository(String name) {
        return "arn:aws:ecr:" + region + ":" + account + ":repository/" + name;
    }

    /** Returns the ARN of a name as its caller wrote it. */
    public String of(FunctionName name) {
        return function(name.name(), name.qualifier());
    }
}
