package dev.slipway.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.NewerSchemaException;
import dev.slipway.events.step.CancelRequest;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.events.step.RecordOutcomeRequest;
import dev.slipway.events.step.RecordOutcomeResult;
import dev.slipway.events.step.ReportSpansRequest;
import dev.slipway.events.step.ReportSpansResult;
import dev.slipway.events.step.StepError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The functions of a pipeline that clients call themselves. */
public final class Functions {
    private final Site site;
    private final Clients clients;

    Functions(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    /** Takes an id and a sequence number, and asks where to upload. A repeated call with the same token is one. */
    public CreateDeploymentResult createDeployment(CreateDeploymentRequest request) {
        return call(
                site.createDeploymentFunction(),
                request.by(proof(request)),
                CreateDeploymentResult.class,
                "create the deployment of " + request.app());
    }

    /** Closes the record of a deployment whose execution has ended without doing so. */
    public RecordOutcomeResult recordOutcome(RecordOutcomeRequest request) {
        return call(site.recordOutcomeFunction(), request, RecordOutcomeResult.class, "record the outcome");
    }

    /** Cancels a deployment whose workflow has not begun; the answer is not terminal when it has by now. */
    public RecordOutcomeResult cancel(CancelRequest request) {
        return call(
                site.recordOutcomeFunction(), request, RecordOutcomeResult.class, "cancel " + request.deploymentId());
    }

    /** Hands spans to the pipeline's own exporter. */
    public ReportSpansResult reportSpans(ReportSpansRequest request) {
        return call(site.reportSpansFunction(), request, ReportSpansResult.class, "hand on the spans");
    }

    /** On the local cloud everybody has the same credentials, and the name of the user says more. */
    private @Nullable String proof(CreateDeploymentRequest request) {
        if (site.endpoint() != null) {
            return null;
        }
        var client = clients.lambda().serviceClientConfiguration();
        return IdentityProof.of(client.credentialsProvider(), client.region(), request.token())
                .orElse(null);
    }

    private <T extends Record> T call(String function, Record request, Class<T> type, String action) {
        try {
            InvokeResponse response = clients.lambda()
                    .invoke(invoke ->
                            invoke.functionName(function).payload(SdkBytes.fromUtf8String(Codec.write(request))));
            String payload = response.payload().asUtf8String();
            if (response.functionError() != null) {
                throw failure(action, payload);
            }
            return Codec.read(payload, type);
        } catch (SdkException e) {
            throw PipelineFailures.of(e);
        } catch (NewerSchemaException e) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE, "failed to " + action + ": " + e.getMessage(), "upgrade the command", e);
        } catch (InvalidEventException e) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    "failed to " + action + ": the pipeline answered something else: " + e.getMessage(),
                    "upgrade the stack: slipway bootstrap",
                    e);
        }
    }

    /** A step says what is wrong in the message of its exception; anything else is a fault of the pipeline. */
    private static CliFailure failure(String action, String payload) {
        try {
            JsonNode error = Codec.parse(payload);
            String message = error.path("errorMessage").asText();
            if (!message.startsWith("{")) {
                return new CliFailure(
                        ExitCode.UNREACHABLE,
                        "failed to " + action + ": " + error.path("errorType").asText("Unhandled") + ": " + message,
                        message.contains("no space left")
                                ? "free some space there, and try again; what was there is whole"
                                : "the function's log says more");
            }
            StepError step = Codec.read(message, StepError.class);
            return new CliFailure(ExitCode.USAGE, "failed to " + action + ": " + step.cause(), step.hint());
        } catch (InvalidEventException e) {
            return new CliFailure(
                    ExitCode.UNREACHABLE, "failed to " + action + ": " + payload, "the function's log says more", e);
        }
    }
}
