package dev.slipway.plan.toml;

import dev.slipway.events.plan.Auth;
import org.jspecify.annotations.Nullable;

/**
 * {@code [web]}: how the app is run and reached.
 *
 * @param command replaces the image's command, run by a shell
 * @param port absent for the one that is found in the source, or the default
 */
public record WebSection(@Nullable String command, @Nullable Integer port, Auth auth) {}
