package dev.slipway.cli.waterfall;

import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a trace is of.
 *
 * @param title such as {@code deploy hello v4}
 * @param phase where it failed
 * @param traceUrl of the trace in another backend, where one is known
 */
public record Subject(
        String title,
        String app,
        String deploymentId,
        DeploymentStatus status,
        @Nullable Stage phase,
        ZonedDateTime createdAt,
        String traceId,
        @Nullable String traceUrl) {

    /** Describes a deployment that was traced, as it is now, with times in the zone of now. */
    public static Subject of(DeploymentRecord record, String traceId, @Nullable String traceUrl, ZonedDateTime now) {
        String version = record.version() == null ? "" : " v" + record.version();
        return new Subject(
                record.input().kind().id() + " " + record.app() + version,
                record.app(),
                record.deploymentId(),
                record.statusAt(now.toInstant()),
                record.failure() == null ? null : record.failure().phase(),
                record.createdAt().atZone(now.getZone()),
                traceId,
                traceUrl);
    }

    /** Returns how it ended, such as {@code failed in launch}. */
    String outcome() {
        String ended = status.id().replace('_', ' ');
        return phase == null ? ended : ended + " in " + phase.id();
    }

    boolean isOpen() {
        return !status.isTerminal();
    }

    boolean isLive() {
        return status == DeploymentStatus.LIVE || status == DeploymentStatus.ROLLED_BACK;
    }
}
