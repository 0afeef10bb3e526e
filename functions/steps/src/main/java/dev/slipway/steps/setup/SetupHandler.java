package dev.slipway.steps.setup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.step.SetupRequest;
import dev.slipway.events.step.SetupResult;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.source.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** Answers the workflow at the beginning of a deploy. */
public final class SetupHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final Receive receive;
    private final Setup setup;

    public SetupHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public SetupHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        receive = new Receive(
                runtime.clients().build(S3Client.builder(), "S3"),
                runtime.setting("SLIPWAY_BUCKET"),
                Limits.of(runtime));
        setup = new Setup(
                runtime.bucket(),
                new Setup.Settings(runtime.setting("SLIPWAY_REPOSITORY"), runtime.setting("SLIPWAY_ARCHITECTURE"), (int)
                        runtime.number("SLIPWAY_BUILD_TIMEOUT_MINUTES")),
                Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handle(in, out, context, SetupRequest.class, this::answer);
    }

    private SetupResult answer(SetupRequest request) {
        Receive.Received received = runtime.span("build.receive_tar", request.input(), request.execution(), span -> {
            Receive.Received tree = receive.receive(request.input());
            span.setAttribute("slipway.source.bytes", tree.packedBytes());
            span.setAttribute("slipway.source.files", tree.files());
            return tree;
        });
        return runtime.span("build.setup", request.input(), request.execution(), span -> {
            SetupResult result = setup.plan(request, received.tree());
            span.setAttribute("slipway.build.stack", result.stack());
            return result;
        });
    }
}
