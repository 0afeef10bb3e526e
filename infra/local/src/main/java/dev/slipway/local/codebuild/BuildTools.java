package dev.slipway.local.codebuild;

import dev.slipway.local.logs.LogDelivery;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What every build uses.
 *
 * @param work where each running build has a folder of its own
 */
record BuildTools(
        Path work,
        SourceCache sources,
        SharedClasses classes,
        BuildStore store,
        BuildEnvironment environment,
        BuildEvents events,
        LogDelivery logs,
        Clock clock) {

    BuildLog log(BuildOrder order) {
        return new BuildLog(
                logs.inNameOf(order.project().serviceRole()),
                order.project().logGroup(),
                order.build().uuid(),
                clock);
    }
}
