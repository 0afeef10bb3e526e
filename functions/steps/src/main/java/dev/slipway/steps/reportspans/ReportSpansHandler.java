package dev.slipway.steps.reportspans;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.step.ReportSpansRequest;
import dev.slipway.steps.handler.StepRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Answers a client that has spans and no collector. */
public final class ReportSpansHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final ReportSpans step;

    public ReportSpansHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public ReportSpansHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        step = new ReportSpans(runtime.telemetry());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handle(in, out, context, ReportSpansRequest.class, step::report);
    }
}
