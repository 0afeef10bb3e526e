package dev.slipway.events.state;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code apps/<app>/deployments/<deploymentId>.json}: the life of one deployment, and the input that its execution was
 * or will be started with, so that starting it twice is starting it once.
 *
 * @param startedBy who asked for it. An ARN is that of the caller, as STS confirmed it when the deployment was created:
 *     Lambda does not tell a function who invoked it, so the client proves it (see {@code identity} of
 *     {@link dev.slipway.events.step.CreateDeploymentRequest}). {@code s3} is an upload. Anything else is what the client
 *     said of its user, unproven, and never an ARN. Who started the execution itself is in CloudTrail
 *     ({@code StartExecution}), which nothing here can change
 * @param expiresAt until when an upload may take; past it an {@code uploading} one reads as failed
 * @param executionArn of the workflow's execution, known from the first step on
 * @param version number of the version that it made or went back to
 * @param url where the app answers, once it does
 * @param phases in the order in which they began
 */
public record DeploymentRecord(
        int schema,
        String deploymentId,
        String app,
        long sequence,
        DeploymentStatus status,
        ExecutionInput input,
        String startedBy,
        @Nullable String message,
        @Nullable Git git,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant finishedAt,
        @Nullable String executionArn,
        @Nullable Long version,
        @Nullable String url,
        @Nullable Failure failure,
        List<PhaseTime> phases) {
    public DeploymentRecord {
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        phases = List.copyOf(phases);
    }

    /** Returns the status at a time: an upload that nobody finished is a failed one. */
    public DeploymentStatus statusAt(Instant now) {
        return status == DeploymentStatus.UPLOADING && expiresAt != null && now.isAfter(expiresAt)
                ? DeploymentStatus.FAILED
                : status;
    }

    /** Returns the record moved on to a status that is not terminal. */
    public DeploymentRecord progress(DeploymentStatus next, String arn, Instant now) {
        return new DeploymentRecord(
                schema,
                deploymentId,
                app,
                sequence,
                next,
                input,
                startedBy,
                message,
                git,
                createdAt,
                now,
                null,
                finishedAt,
                arn,
                version,
                url,
                failure,
                phases);
    }

    /** Returns the record as it ended. */
    public DeploymentRecord ended(Outcome outcome, Instant now) {
        return new DeploymentRecord(
                schema,
                deploymentId,
                app,
                sequence,
                outcome.status(),
                input,
                startedBy,
                message,
                git,
                createdAt,
                now,
                null,
                now,
                executionArn,
                outcome.version(),
                outcome.url(),
                outcome.failure(),
                outcome.phases());
    }
}
