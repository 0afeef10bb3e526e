package dev.slipway.events.state;

import dev.slipway.events.AppName;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.TraceContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of an execution of the workflow; every state reads it from the context object, so nothing is threaded
 * through outputs.
 *
 * @param source of a {@link Kind#DEPLOY}
 * @param version to go back to, of a {@link Kind#ROLLBACK}; whose image to keep, of a {@link Kind#CONFIGURE}
 * @param args build arguments given to this deploy; they win over those of slipway.toml
 * @param environmentRevision revision of the app's environment to run with; absent for that of the live version
 * @param trace span {@code deploy}: the parent of span {@code build}
 * @param rootSpan whether the pipeline writes span {@code deploy} itself, because no client does
 */
public record ExecutionInput(
        int schema,
        Kind kind,
        String deploymentId,
        String app,
        long sequence,
        @Nullable Source source,
        @Nullable Long version,
        Map<String, String> args,
        @Nullable String environmentRevision,
        @Nullable TraceContext trace,
        boolean rootSpan) {
    public ExecutionInput {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(deploymentId, "deploymentId");
        AppName.require(Objects.requireNonNull(app, "app"));
        args = Map.copyOf(args);
        if (!DeploymentId.isValid(deploymentId)) {
            throw new IllegalArgumentException("deploymentId must be a ULID");
        }
        if ((kind == Kind.DEPLOY) != (source != null)) {
            throw new IllegalArgumentException("source must be given for a deploy, and only there");
        }
        if ((kind == Kind.DEPLOY) == (version != null)) {
            throw new IllegalArgumentException("version must be given but for a deploy");
        }
    }
}
