package dev.slipway.steps.s3trigger;

import dev.slipway.events.state.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/** What came of an upload; nobody but a log reads it. */
record TriggerResult(
        String deploymentId,
        @Nullable DeploymentStatus status,
        @Nullable String cause) {}
