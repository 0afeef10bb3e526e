package dev.slipway.local.lambda.zip;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the environment variables that Lambda sets for a zip function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Lambda environment variables</a>
 */
public final class FunctionEnvironment {
    private final String region;
    private final Map<String, String> endpoints;

    /** Keeps what all functions share: the region and variables such as {@code AWS_ENDPOINT_URL}. */
    public FunctionEnvironment(String region, Map<String, String> endpoints) {
        this.region = region;
        this.endpoints = Map.copyOf(endpoints);
    }

    public String region() {
        return region;
    }

    /** Returns the variables for one execution environment of a function. */
    public Map<String, String> variables(FunctionSpec spec, String version, String logStream) {
        Map<String, String> variables = new LinkedHashMap<>(endpoints);
        variables.putAll(spec.environment());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", spec.role().accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", spec.role().secretAccessKey());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java17");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", version);
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(spec.memoryMb()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", spec.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("_HANDLER", spec.handler());
        variables.put("TZ", ":UTC");
        return variables;
    }
}
