package dev.slipway.steps.locateartifact;

import dev.slipway.events.Stage;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.BuildResult;
import dev.slipway.events.step.LocateArtifactRequest;
import dev.slipway.events.step.LocateArtifactResult;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import java.util.Objects;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/**
 * Resolves the image of a deployment to a digest.
 *
 * <p>The build says which digest it pushed, the registry which digest the deployment's immutable tag names. Only when
 * they agree is it the image that this deployment built.
 */
final class LocateArtifact {
    private final Bucket bucket;
    private final EcrClient ecr;
    private final String repositoryUri;

    LocateArtifact(Bucket bucket, EcrClient ecr, String repositoryUri) {
        this.bucket = bucket;
        this.ecr = ecr;
        this.repositoryUri = repositoryUri;
    }

    LocateArtifactResult locate(LocateArtifactRequest request) {
        String app = request.input().app();
        BuildResult built = bucket.read(Keys.buildResult(app, request.input().deploymentId()), BuildResult.class)
                .map(Versioned::value)
                .filter(BuildResult::succeeded)
                .orElseThrow(() -> failure("the build ended without saying what it built"));
        String tagged = digestOf(request.setup().repository(), request.setup().imageTag());
        if (!tagged.equals(built.appDigest())) {
            throw failure("tag " + request.setup().imageTag() + " names " + tagged + ", but the build pushed "
                    + built.appDigest());
        }
        String runDigest = Objects.requireNonNull(built.runDigest(), "runDigest");
        return new LocateArtifactResult(
                repositoryUri + "@" + runDigest, tagged, runDigest, built.builder(), built.attestations());
    }

    private String digestOf(String repository, String tag) {
        try {
            return ecr
                    .describeImages(call -> call.repositoryName(repository)
                            .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
                    .imageDetails()
                    .stream()
                    .map(ImageDetail::imageDigest)
                    .findFirst()
                    .orElseThrow(() -> failure("the registry knows no image " + tag));
        } catch (ImageNotFoundException e) {
            throw failure("the registry knows no image " + tag);
        }
    }

    private static StepException failure(String cause) {
        return new StepException(Stage.LOCATE_ARTIFACT, cause, "deploy again; if it stays, see: slipway logs --build");
    }
}
