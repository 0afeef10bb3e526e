package dev.slipway.events.step;

import dev.slipway.events.AppName;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.Git;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks before it starts a workflow.
 *
 * @param token 26 characters of a ULID that the client made; a repeated request with it is one deployment, of that id
 * @param source already packed, not yet uploaded; of a {@link Kind#DEPLOY}
 * @param version of a {@link Kind#ROLLBACK} or {@link Kind#CONFIGURE}; absent for the one before the live one, or the
 *     live one
 * @param env variables to set from this deployment on; those not named stay as they are
 * @param unset names of variables to remove
 * @param startedBy what the client says of its user; the record has it only where the caller is not known by more
 * @param identity proof of who the caller is: the query string of a presigned {@code sts:GetCallerIdentity}, whose signature
 *     covers the header {@value #IDENTITY_HEADER} with this token, so that it is of use for nothing else
 * @param trace span {@code deploy}
 * @param caller span of this very call; absent when nothing is traced
 */
public record CreateDeploymentRequest(
        String token,
        Kind kind,
        String app,
        @Nullable Source source,
        @Nullable Long version,
        Map<String, String> args,
        Map<String, EnvironmentEntry> env,
        @Nullable List<String> unset,
        @Nullable String startedBy,
        @Nullable String identity,
        @Nullable String message,
        @Nullable Git git,
        @Nullable TraceContext trace,
        @Nullable TraceContext caller) {
    /** Name of the header that ties a proof of identity to one deployment. */
    public static final String IDENTITY_HEADER = "x-slipway-token";

    public CreateDeploymentRequest {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(kind, "kind");
        AppName.require(Objects.requireNonNull(app, "app"));
        args = Map.copyOf(args);
        env = Map.copyOf(env);
        unset = unset == null ? null : List.copyOf(unset);
    }

    /** Returns the request with a proof of who sends it. */
    public CreateDeploymentRequest by(@Nullable String proof) {
        return new CreateDeploymentRequest(
                token, kind, app, source, version, args, env, unset, startedBy, proof, message, git, trace, caller);
    }

    /** Returns the request as a part of a trace. */
    public CreateDeploymentRequest within(@Nullable TraceContext deploy, @Nullable TraceContext call) {
        return new CreateDeploymentRequest(
                token, kind, app, source, version, args, env, unset, startedBy, identity, message, git, deploy, call);
    }
}
