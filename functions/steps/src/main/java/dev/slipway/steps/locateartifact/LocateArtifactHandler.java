package dev.slipway.steps.locateartifact;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.events.step.LocateArtifactRequest;
import dev.slipway.events.step.LocateArtifactResult;
import dev.slipway.steps.handler.StepRuntime;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Answers the workflow after a build. */
public final class LocateArtifactHandler implements RequestStreamHandler {
    private final StepRuntime runtime;
    private final LocateArtifact step;

    public LocateArtifactHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public LocateArtifactHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        step = new LocateArtifact(
                runtime.bucket(),
                runtime.clients().build(EcrClient.builder(), "ECR"),
                runtime.setting("SLIPWAY_REPOSITORY_URI"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handle(
                in,
                out,
                context,
                LocateArtifactRequest.class,
                request -> runtime.span("build.locate_artifact", request.input(), request.execution(), span -> {
                    LocateArtifactResult result = step.locate(request);
                    span.setAttribute("slipway.build.manifest_digest", result.appDigest());
                    span.setAttribute("oci.manifest.digest", result.runDigest());
                    span.setAttribute(
                            AttributeKey.stringArrayKey("container.image.repo_digests"), List.of(result.image()));
                    return result;
                }));
    }
}
