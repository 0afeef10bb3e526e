package dev.slipway.plan.limits;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the environment of an app may be, by the rules of <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Lambda environment variables</a>.
 */
public final class EnvironmentLimits {
    /** Lambda's limit for all names and values. */
    public static final int MAX_BYTES = 4096;

    /** What is kept free for the variables that the pipeline itself sets, such as PORT and SLIPWAY_VERSION. */
    public static final int RESERVED_BYTES = 512;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
    private static final int JSON_SYNTAX_BYTES = 6;
    private static final Set<String> RESERVED = Set.of(
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT",
            "_HANDLER",
            "_X_AMZN_TRACE_ID");

    private EnvironmentLimits() {}

    /** Says what is wrong with the name of a variable, or nothing. */
    public static Optional<String> problemOfName(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("\"" + name + "\" is reserved by Lambda");
        }
        if (name.equals("PORT") || name.startsWith("SLIPWAY_") || name.startsWith("AWS_LWA_")) {
            return Optional.of("\"" + name + "\" is set by the pipeline");
        }
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("\"" + name + "\" must be two or more letters, digits and underscores, "
                        + "beginning with a letter");
    }

    /** Says that an environment is too large, or nothing. Lambda measures it as a JSON object in UTF-8. */
    public static Optional<String> problemOfSize(Map<String, String> environment) {
        int bytes = 2;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            bytes += length(variable.getKey()) + length(variable.getValue()) + JSON_SYNTAX_BYTES;
        }
        int limit = MAX_BYTES - RESERVED_BYTES;
        return bytes <= limit
                ? Optional.empty()
                : Optional.of("the environment takes " + bytes + " bytes of " + limit + " (Lambda's " + MAX_BYTES
                        + " less what the pipeline sets)");
    }

    private static int length(String text) {
        long escaped =
                text.chars().filter(c -> c == '"' || c == '\\' || c < ' ').count();
        return text.getBytes(StandardCharsets.UTF_8).length + (int) escaped;
    }
}
