package dev.slipway.steps.recordoutcome;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.step.CancelRequest;
import dev.slipway.events.step.RecordOutcomeRequest;
import dev.slipway.events.step.RecordOutcomeResult;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.notice.Notices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Answers the workflow at its end, Step Functions when an execution ended without getting there, and who cancels a
 * deployment before it has one.
 */
public final class RecordOutcomeHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final RecordOutcome step;
    private final Executions executions;

    public RecordOutcomeHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public RecordOutcomeHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        executions = new Executions(
                runtime.clients().build(SfnClient.builder(), "SFN"),
                runtime.clients().build(CodeBuildClient.builder(), "CODEBUILD"),
                runtime.setting("SLIPWAY_STATE_MACHINE"));
        Notices notices = new Notices(
                runtime.bucket(),
                runtime.clients().build(EventBridgeClient.builder(), "EVENTBRIDGE"),
                runtime.setting("SLIPWAY_PIPELINE"),
                Clock.systemUTC());
        step = new RecordOutcome(
                runtime.bucket(),
                executions,
                notices,
                new BuildSpans(runtime.telemetry(), runtime.setting("SLIPWAY_PIPELINE")),
                Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handleText(in, out, context, message -> answer(Codec.parse(message)));
    }

    private RecordOutcomeResult answer(JsonNode message) {
        String arn = message.at("/detail/executionArn").asText("");
        if (!arn.isEmpty()) {
            return step.recordEnded(executions.describe(arn));
        }
        return message.has("input")
                ? step.record(Codec.bind(message, RecordOutcomeRequest.class))
                : step.cancel(Codec.bind(message, CancelRequest.class));
    }
}
