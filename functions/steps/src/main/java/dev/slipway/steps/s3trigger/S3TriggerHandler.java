package dev.slipway.steps.s3trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.Codec;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.notice.Notices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Answers EventBridge when something was uploaded to incoming/. */
public final class S3TriggerHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final S3Trigger step;

    public S3TriggerHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public S3TriggerHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        step = new S3Trigger(
                runtime.bucket(),
                runtime.clients().build(SfnClient.builder(), "SFN"),
                runtime.telemetry(),
                new Notices(
                        runtime.bucket(),
                        runtime.clients().build(EventBridgeClient.builder(), "EVENTBRIDGE"),
                        runtime.setting("SLIPWAY_PIPELINE"),
                        Clock.systemUTC()),
                new S3Trigger.Settings(
                        runtime.setting("SLIPWAY_STATE_MACHINE"),
                        Duration.ofMinutes(runtime.number("SLIPWAY_UPLOAD_TIMEOUT_MINUTES")),
                        runtime.number("SLIPWAY_MAX_SOURCE_MIB") << 20),
                Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handleText(in, out, context, message -> step.trigger(Codec.bind(Codec.parse(message), Upload.class)));
    }
}
