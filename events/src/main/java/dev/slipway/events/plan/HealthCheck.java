package dev.slipway.events.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a version counts as healthy.
 *
 * @param path asked by GET
 * @param status the answer must have; absent for any below 400
 * @param timeoutMs from the start of the launch until it must be healthy
 * @param intervalMs between two probes
 * @param successes how many answers in a row
 */
public record HealthCheck(String path, @Nullable Integer status, long timeoutMs, long intervalMs, int successes) {
    public HealthCheck {
        Objects.requireNonNull(path, "path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with a slash");
        }
        if (timeoutMs <= 0 || intervalMs <= 0 || successes <= 0) {
            throw new IllegalArgumentException("timeout, interval and successes must be positive");
        }
    }
}
