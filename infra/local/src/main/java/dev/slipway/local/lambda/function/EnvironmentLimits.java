package dev.slipway.local.lambda.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Lambda takes as a function's environment.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Lambda environment variables</a>
 */
public final class EnvironmentLimits {
    private static final int MAX_BYTES = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private EnvironmentLimits() {}

    /** Refuses bad names, reserved names and more than 4 KB. */
    public static void check(Map<String, String> environment) {
        for (String name : environment.keySet()) {
            if (!RESERVED.contains(name) && !name.matches("[a-zA-Z][a-zA-Z0-9_]+")) {
                throw Refusals.validation(
                        environment.keySet().toString(),
                        "environment.variables",
                        "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: "
                                + "[a-zA-Z]([a-zA-Z0-9_])+]");
            }
        }
        String reserved = environment.keySet().stream()
                .filter(RESERVED::contains)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!reserved.isEmpty()) {
            throw Refusals.invalid("Lambda was unable to configure your environment variables because the environment"
                    + " variables you have provided contains reserved keys that are currently not supported for"
                    + " modification. Reserved keys used in this request: " + reserved);
        }
        String measured = json(environment);
        if (measured.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw Refusals.invalid("Lambda was unable to configure your environment variables because the environment"
                    + " variables you have provided exceeded the 4KB limit. String measured: " + measured);
        }
    }

    private static String json(Map<String, String> environment) {
        try {
            return JSON.writeValueAsString(environment);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is JSON", e);
        }
    }
}
