package dev.slipway.events.plan;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a version runs.
 *
 * @param command replaces the image's command, run by a shell; absent for the image's own
 * @param port the app listens on, given to it as PORT
 * @param env variables from slipway.toml; the app's environment record wins over them
 * @param releaseCommand run once before traffic moves; absent for none
 */
public record RunConfig(
        @Nullable String command,
        int port,
        Auth auth,
        HealthCheck health,
        Map<String, String> env,
        @Nullable String releaseCommand) {
    /** Port of an app that names none. */
    public static final int DEFAULT_PORT = 8080;

    public RunConfig {
        Objects.requireNonNull(auth, "auth");
        Objects.requireNonNull(health, "health");
        env = Map.copyOf(env);
        if (port < 1024 || port > 65535) {
            throw new IllegalArgumentException("port must be 1024 to 65535");
        }
    }
}
