package dev.slipway.steps.createversion;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.step.CreateVersionRequest;
import dev.slipway.events.step.CreateVersionResult;
import dev.slipway.steps.handler.StepRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/** Answers the workflow when there is an image to make a version of. */
public final class CreateVersionHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final CreateVersion step;

    public CreateVersionHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public CreateVersionHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        step = new CreateVersion(runtime.bucket(), Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handle(
                in,
                out,
                context,
                CreateVersionRequest.class,
                request -> runtime.span("build.create_version", request.input(), request.execution(), span -> {
                    CreateVersionResult result = new CreateVersionResult(step.create(request));
                    span.setAttribute("slipway.app.version", result.version());
                    return result;
                }));
    }
}
