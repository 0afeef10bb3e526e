package dev.slipway.events.step;

import dev.slipway.events.AppName;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.Git;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
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
 * @param startedBy what the client says of its user; the record keeps the caller's ARN where it is known
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
        @Nullable String startedBy,
        @Nullable String message,
        @Nullable Git git,
        @Nullable TraceContext trace,
        @Nullable TraceContext caller) {
    public CreateDeploymentRequest {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(kind, "kind");
        AppName.require(Objects.requireNonNull(app, "app"));
        args = Map.copyOf(args);
        env = Map.copyOf(env);
    }
}
