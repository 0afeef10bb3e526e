package dev.slipway.cli.pipeline;

import dev.slipway.cli.local.CloudFile;
import dev.slipway.events.Codec;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline answers, and what its stack calls its parts.
 *
 * @param endpoint of all services but S3; absent on AWS
 * @param credentials to sign with; absent for those of the user's own configuration
 * @param traced whether the pipeline exports spans
 * @param outputs of the pipeline's stack
 * @param receiver that keeps the pipeline's spans and can be asked for them; absent on AWS
 * @param traceUrlTemplate link to a trace in the pipeline's tracing backend, with {@code {traceId}}, where it has one
 */
public record Site(
        String pipeline,
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable URI s3Endpoint,
        CloudFile.@Nullable Credentials credentials,
        boolean traced,
        Map<String, String> outputs,
        @Nullable URI receiver,
        @Nullable String traceUrlTemplate) {
    /** Name of the pipeline on the local cloud. */
    public static final String LOCAL = "local";

    public Site {
        outputs = Map.copyOf(outputs);
    }

    /** Names a site whose traces cannot be looked at. */
    public Site(
            String pipeline,
            @Nullable String region,
            @Nullable URI endpoint,
            @Nullable URI s3Endpoint,
            CloudFile.@Nullable Credentials credentials,
            boolean traced,
            Map<String, String> outputs) {
        this(pipeline, region, endpoint, s3Endpoint, credentials, traced, outputs, null, null);
    }

    /** Names a pipeline on AWS of which nothing is known but where it is; without a region, the user's own counts. */
    public static Site onAws(String pipeline, @Nullable String region) {
        return new Site(pipeline, region, null, null, null, false, Map.of());
    }

    /** Returns the pipeline of a local cloud. */
    public static Site of(CloudFile cloud) {
        boolean traced = !cloud.otlp().equals("none");
        return new Site(
                LOCAL,
                cloud.region(),
                URI.create(cloud.endpoint()),
                URI.create(cloud.s3Endpoint()),
                cloud.credentials(),
                traced,
                cloud.outputs(),
                traced ? URI.create(cloud.otlp()) : null,
                null);
    }

    /**
     * Returns this site where its records are of the form that this command reads and writes; a stack that is of another
     * version otherwise is as good.
     *
     * @throws dev.slipway.cli.failure.CliFailure which of the two to upgrade
     */
    Site understood() {
        int schema = Integer.parseInt(outputs.getOrDefault("RecordSchema", "0"));
        if (schema == Codec.SCHEMA) {
            return this;
        }
        throw PipelineFailures.unreachable(
                "the stack of pipeline %s (version %s) keeps records of schema %d, this command of schema %d"
                        .formatted(pipeline, outputs.getOrDefault("Version", "unknown"), schema, Codec.SCHEMA),
                schema > Codec.SCHEMA ? "upgrade the command" : "upgrade the stack: slipway bootstrap");
    }

    public String bucket() {
        return output("Bucket");
    }

    public String stateMachine() {
        return output("StateMachineArn");
    }

    public String createDeploymentFunction() {
        return output("CreateDeploymentFunction");
    }

    public String recordOutcomeFunction() {
        return output("RecordOutcomeFunction");
    }

    public String reportSpansFunction() {
        return output("ReportSpansFunction");
    }

    public String buildLogGroup() {
        return output("BuildLogGroup");
    }

    /** Returns the name of the Lambda function that runs an app. */
    public String appFunction(String app) {
        return output("AppFunctionPrefix") + app;
    }

    /** Returns the ARN of the execution of a deployment; its name is the deployment's id. */
    public String execution(String deploymentId) {
        return stateMachine().replace(":stateMachine:", ":execution:") + ":" + deploymentId;
    }

    private String output(String name) {
        String value = outputs.get(name);
        if (value == null) {
            throw PipelineFailures.unreachable(
                    "the stack of pipeline " + pipeline + " has no output " + name,
                    "upgrade the stack: slipway bootstrap");
        }
        return value;
    }
}
