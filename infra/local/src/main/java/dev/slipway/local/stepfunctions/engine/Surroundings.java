package dev.slipway.local.stepfunctions.engine;

import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What all executions share.
 *
 * @param random from 0 to 1, for jitter
 */
record Surroundings(
        Map<String, TaskIntegration> integrations,
        String region,
        Clock clock,
        Timer timer,
        Executor threads,
        DoubleSupplier random) {

    TaskIntegration integration(String resource) {
        return Optional.ofNullable(integrations.get(resource))
                .orElseThrow(() -> new IllegalArgumentException("no integration " + resource));
    }
}
