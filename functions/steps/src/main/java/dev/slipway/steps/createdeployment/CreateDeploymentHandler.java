package dev.slipway.steps.createdeployment;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.steps.handler.StepRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Answers a client that is about to deploy. */
public final class CreateDeploymentHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final CreateDeployment step;

    public CreateDeploymentHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public CreateDeploymentHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        step = new CreateDeployment(
                runtime.bucket(),
                CallerIdentity.of(environment, CallerIdentity.PATIENCE),
                new CreateDeployment.Settings(
                        runtime.setting("SLIPWAY_STATE_MACHINE"),
                        Duration.ofMinutes(runtime.number("SLIPWAY_UPLOAD_TIMEOUT_MINUTES")),
                        runtime.number("SLIPWAY_MAX_SOURCE_MIB") << 20,
                        runtime.telemetry().enabled(),
                        runtime.optional("SLIPWAY_TRACE_URL_TEMPLATE")),
                Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handle(
                in,
                out,
                context,
                CreateDeploymentRequest.class,
                request -> runtime.below(request.caller(), span -> step.create(request)));
    }
}
