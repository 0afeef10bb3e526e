package dev.slipway.steps.activate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.step.ActivateRequest;
import dev.slipway.steps.handler.StepRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/** Answers the workflow when a version is to become the desired one. */
public final class ActivateHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final Activate step;

    public ActivateHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public ActivateHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        step = new Activate(runtime.bucket(), Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handle(
                in,
                out,
                context,
                ActivateRequest.class,
                request -> runtime.span(
                        "build.activate", request.input(), request.execution(), span -> step.activate(request)));
    }
}
