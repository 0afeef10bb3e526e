package dev.slipway.steps.createversion;

import dev.slipway.events.Stage;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.CreateVersionRequest;
import dev.slipway.events.step.LocateArtifactResult;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives an image the next number of its app.
 *
 * <p>The number is taken by creating its record, so two at once get two numbers. Asked again for the same deployment it
 * returns the number that the deployment has.
 */
final class CreateVersion {
    private static final int MOST_ATTEMPTS = 50;

    private final Bucket bucket;
    private final Clock clock;

    CreateVersion(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    long create(CreateVersionRequest request) {
        ExecutionInput input = request.input();
        List<Long> numbers = numbers(input.app());
        Optional<Long> mine = versionOf(input, request.execution().startedAt(), numbers);
        if (mine.isPresent()) {
            return mine.get();
        }
        long next = numbers.isEmpty() ? 1 : numbers.get(0) + 1;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++, next++) {
            if (bucket.create(Keys.version(input.app(), next), record(request, next))) {
                return next;
            }
        }
        throw new StepException(
                Stage.CREATE_VERSION, "others took " + MOST_ATTEMPTS + " version numbers in a row", "deploy again");
    }

    private List<Long> numbers(String app) {
        return bucket.names(Keys.versions(app), ".json").stream()
                .map(Long::valueOf)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Looks for this deployment's version among those written since its execution began. */
    private Optional<Long> versionOf(ExecutionInput input, Instant since, List<Long> newestFirst) {
        for (Long number : newestFirst) {
            VersionRecord version = read(input.app(), number);
            if (version.deploymentId().equals(input.deploymentId())) {
                return Optional.of(number);
            }
            if (version.createdAt().isBefore(since)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private VersionRecord record(CreateVersionRequest request, long number) {
        ExecutionInput input = request.input();
        LocateArtifactResult artifact = request.artifact();
        if (artifact == null) {
            return configured(request, number, read(input.app(), Objects.requireNonNull(input.version(), "version")));
        }
        BuildPlan plan = bucket.read(Keys.plan(input.app(), input.deploymentId()), BuildPlan.class)
                .map(Versioned::value)
                .orElseThrow(() -> new StepException(
                        Stage.CREATE_VERSION, "the build plan of this deployment is gone", "deploy again"));
        return new VersionRecord(
                1,
                input.app(),
                number,
                input.deploymentId(),
                artifact.image(),
                artifact.appDigest(),
                artifact.runDigest(),
                plan.stack(),
                artifact.builder(),
                plan.run(),
                input.environmentRevision(),
                StepRuntime.buildSpan(input, request.execution()),
                clock.instant(),
                artifact.attestations());
    }

    private VersionRecord configured(CreateVersionRequest request, long number, VersionRecord base) {
        return new VersionRecord(
                1,
                base.app(),
                number,
                request.input().deploymentId(),
                base.image(),
                base.appDigest(),
                base.runDigest(),
                base.stack(),
                base.builder(),
                base.config(),
                request.input().environmentRevision(),
                StepRuntime.buildSpan(request.input(), request.execution()),
                clock.instant(),
                base.attestations());
    }

    private VersionRecord read(String app, long number) {
        return bucket.read(Keys.version(app, number), VersionRecord.class)
                .map(Versioned::value)
                .orElseThrow(() ->
                        new StepException(Stage.CREATE_VERSION, "version " + number + " of " + app + " is gone", null));
    }
}
