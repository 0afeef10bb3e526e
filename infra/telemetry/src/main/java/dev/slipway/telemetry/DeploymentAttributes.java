package dev.slipway.telemetry;

import static io.opentelemetry.semconv.ErrorAttributes.ERROR_TYPE;
import static io.opentelemetry.semconv.incubating.CicdIncubatingAttributes.CICD_PIPELINE_RESULT;
import static io.opentelemetry.semconv.incubating.CicdIncubatingAttributes.CICD_PIPELINE_TASK_NAME;
import static io.opentelemetry.semconv.incubating.CicdIncubatingAttributes.CICD_PIPELINE_TASK_RUN_ID;
import static io.opentelemetry.semconv.incubating.CicdIncubatingAttributes.CICD_PIPELINE_TASK_TYPE;
import static io.opentelemetry.semconv.incubating.DeploymentIncubatingAttributes.DEPLOYMENT_ID;
import static io.opentelemetry.semconv.incubating.DeploymentIncubatingAttributes.DEPLOYMENT_STATUS;
import static io.opentelemetry.semconv.incubating.VcsIncubatingAttributes.VCS_REF_HEAD_NAME;
import static io.opentelemetry.semconv.incubating.VcsIncubatingAttributes.VCS_REF_HEAD_REVISION;
import static io.opentelemetry.semconv.incubating.VcsIncubatingAttributes.VCS_REF_HEAD_TYPE;
import static io.opentelemetry.semconv.incubating.VcsIncubatingAttributes.VCS_REPOSITORY_URL_FULL;

import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Git;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Describes a deployment on spans of several processes in the same words: those of OpenTelemetry's
 * <a href="https://opentelemetry.io/docs/specs/semconv/cicd/">conventions for CI/CD</a>, deployments and version control.
 */
public final class DeploymentAttributes {
    private static final AttributeKey<String> FAILED_PHASE = AttributeKey.stringKey("slipway.failure.phase");

    private DeploymentAttributes() {}

    /** Names a deployment and how it ended, with the phase and the kind of the error where there is one. */
    public static Attributes outcome(String deploymentId, DeploymentStatus status, @Nullable Failure failure) {
        AttributesBuilder attributes = Attributes.builder()
                .put(DEPLOYMENT_ID, deploymentId)
                .put(DEPLOYMENT_STATUS, isLive(status) ? "succeeded" : "failed");
        return failure == null
                ? attributes.build()
                : attributes.putAll(error(failure.error(), failure.phase())).build();
    }

    /** Says how the run of a pipeline ended. */
    public static Attributes result(DeploymentStatus status, @Nullable Failure failure) {
        String result = switch (status) {
            case LIVE, ROLLED_BACK -> "success";
            case CANCELLED -> "cancellation";
            case SUPERSEDED -> "skip";
            default -> failure != null && failure.error().contains("Time") ? "timeout" : "failure";
        };
        return Attributes.of(CICD_PIPELINE_RESULT, result);
    }

    /** Names the kind of an error and the phase that it happened in. */
    public static Attributes error(String error, @Nullable Stage phase) {
        AttributesBuilder attributes = Attributes.builder().put(ERROR_TYPE, error);
        return phase == null
                ? attributes.build()
                : attributes.put(FAILED_PHASE, phase.id()).build();
    }

    /** Names a step of the pipeline: its phase, and which run of it this is. */
    public static Attributes task(String span, String deploymentId, int redriveCount) {
        String task = span.substring(span.indexOf('.') + 1);
        boolean deploys = task.equals("create_version") || task.equals("activate");
        return Attributes.of(
                CICD_PIPELINE_TASK_NAME,
                task,
                CICD_PIPELINE_TASK_RUN_ID,
                deploymentId + "/" + redriveCount + "/" + task,
                CICD_PIPELINE_TASK_TYPE,
                deploys ? "deploy" : "build");
    }

    /** Says what was deployed; nothing for a source without a repository. */
    public static Attributes source(@Nullable Git git) {
        if (git == null) {
            return Attributes.empty();
        }
        AttributesBuilder attributes = Attributes.builder().put(VCS_REF_HEAD_REVISION, git.commit());
        if (git.branch() != null) {
            attributes.put(VCS_REF_HEAD_NAME, git.branch()).put(VCS_REF_HEAD_TYPE, "branch");
        }
        if (git.remote() != null) {
            attributes.put(VCS_REPOSITORY_URL_FULL, git.remote());
        }
        return attributes.build();
    }

    private static boolean isLive(DeploymentStatus status) {
        return status == DeploymentStatus.LIVE || status == DeploymentStatus.ROLLED_BACK;
    }
}
