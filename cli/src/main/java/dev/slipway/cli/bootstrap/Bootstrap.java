package dev.slipway.cli.bootstrap;

import dev.slipway.cli.deploy.Interruption;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Brings a pipeline's stack to an account, or to the state that this installation and the parameters say.
 *
 * <p>Until somebody has approved of the changes, nothing that runs is touched, and Ctrl-C leaves nothing but files in the
 * code bucket behind.
 */
public final class Bootstrap {
    private final Clients clients;
    private final Release release;
    private final Progress progress;
    private final Interruption interruption;
    private final Path temporaryFolder;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** Takes the clients of the account; they stay the caller's. */
    public Bootstrap(
            Clients clients, Release release, Progress progress, Interruption interruption, Path temporaryFolder) {
        this.clients = clients;
        this.release = release;
        this.progress = progress;
        this.interruption = interruption;
        this.temporaryFolder = temporaryFolder;
    }

    /**
     * What is wanted.
     *
     * @param parameters that are given now
     * @param dryRun whether to compare only, and to leave no trace of it
     */
    public record Request(String pipeline, Map<String, String> parameters, boolean dryRun) {
        public Request {
            parameters = Map.copyOf(parameters);
        }
    }

    /** Shows somebody what would change, and returns whether it may. */
    @FunctionalInterface
    public interface Approval {
        /** Decides; the changes are never none. */
        boolean of(Place place, List<Change> changes);
    }

    /** Does it all, and returns how it ended; a declined change is a failure. */
    public BootstrapReport run(Request request, Approval approval) {
        interruption.onSignal(this::undoAll);
        Place place = Place.of(request.pipeline(), clients);
        Stacks stacks = new Stacks(clients.cloudFormation());
        Optional<Stack> before = new Settling(stacks, place, progress).settle(request.dryRun());
        StackParameters parameters = parameters(request, place, stacks, before);
        try {
            String template = upload(request, place, parameters);
            Stacks.Wanted wanted = wanted(place, before, parameters, template);
            later(() -> stacks.discard(wanted));
            List<Change> changes = compare(stacks, wanted);
            if (changes.isEmpty() && before.isPresent()) {
                return report("unchanged", place, changes, before);
            }
            boolean approved = approval.of(place, changes);
            if (request.dryRun()) {
                return report("planned", place, changes, before);
            }
            if (!approved) {
                throw CliFailure.usage(
                        "failed to change the pipeline " + request.pipeline() + ": not confirmed",
                        "answer y when asked, or give --yes; nothing was changed");
            }
            keep();
            return report(
                    wanted.first() ? "created" : "updated", place, changes, execute(stacks, place, wanted, changes));
        } finally {
            undoAll();
        }
    }

    private StackParameters parameters(Request request, Place place, Stacks stacks, Optional<Stack> before) {
        Map<String, String> own = Map.of(
                "Pipeline", place.pipeline(),
                "CodeBucket", place.codeBucket(),
                "CodeBuildKey", release.buildKey(),
                "Version", release.version());
        Map<String, String> given = new LinkedHashMap<>(request.parameters());
        own.forEach((name, value) -> {
            if (given.put(name, value) != null) {
                throw CliFailure.usage(
                        "failed to read the parameters: " + name + " is not for you to give",
                        name.equals("Pipeline") ? "name the pipeline with --pipeline" : "bootstrap sets it itself");
            }
        });
        return StackParameters.merge(
                release.template().parameters(),
                given,
                before.map(Stacks::parameters).orElse(Map.of()),
                before.map(stack -> stacks.template(stack.stackName()).parameters())
                        .orElse(Map.of()));
    }

    /** Returns the URL of the packaged template. A dry run uploads nothing but that, and takes it away again. */
    private String upload(Request request, Place place, StackParameters parameters) {
        Instant began = Instant.now();
        progress.begin(Step.CODE);
        CodeBucket bucket = new CodeBucket(clients.s3(), place);
        if (bucket.ensure() && request.dryRun()) {
            later(bucket::remove);
        }
        String text = release.packaged(bucket.name(), parameters.effective());
        String key = "templates/" + Digests.of(text) + ".yaml";
        int uploaded = 0;
        if (bucket.upload(key, RequestBody.fromString(text))) {
            uploaded++;
            if (request.dryRun()) {
                later(() -> bucket.remove(key));
            }
        }
        if (!request.dryRun()) {
            for (Artifact artifact : List.of(release.functions(), release.workflow())) {
                progress.current(artifact.key(), null);
                uploaded += bucket.upload(artifact.key(), RequestBody.fromFile(artifact.file())) ? 1 : 0;
            }
            uploaded += uploadBuild(bucket) ? 1 : 0;
        }
        progress.done(
                Step.CODE,
                Duration.between(began, Instant.now()),
                uploaded == 0 ? bucket.name() + " has it all" : uploaded + " files to " + bucket.name());
        return bucket.url(key).toString();
    }

    private boolean uploadBuild(CodeBucket bucket) {
        if (bucket.has(release.buildKey())) {
            return false;
        }
        progress.current(release.buildKey(), null);
        try {
            Path zip = Files.createTempFile(temporaryFolder, "slipway-codebuild", ".zip");
            try {
                release.build().zip(zip);
                return bucket.upload(release.buildKey(), RequestBody.fromFile(zip));
            } finally {
                Files.deleteIfExists(zip);
            }
        } catch (IOException e) {
            throw CliFailure.usage(
                    "failed to pack the build's code: " + e, "see that " + temporaryFolder + " has room");
        }
    }

    private Stacks.Wanted wanted(Place place, Optional<Stack> before, StackParameters parameters, String templateUrl) {
        String name = "slipway-" + Instant.now().toEpochMilli();
        boolean first = before.isEmpty();
        return new Stacks.Wanted(place.stack(), name, first, first && isKept(place), templateUrl, parameters.request());
    }

    /** An earlier pipeline of this name may have left its bucket, which becomes this one's. */
    private boolean isKept(Place place) {
        try {
            clients.s3().headBucket(head -> head.bucket(place.pipelineBucket()).expectedBucketOwner(place.account()));
            return true;
        } catch (S3Exception e) {
            return false;
        }
    }

    private List<Change> compare(Stacks stacks, Stacks.Wanted wanted) {
        Instant began = Instant.now();
        progress.begin(Step.COMPARE);
        List<Change> changes = stacks.compare(wanted);
        String text = changes.isEmpty() ? "nothing to change" : changes.size() + " changes";
        progress.done(Step.COMPARE, Duration.between(began, Instant.now()), text);
        return changes;
    }

    private Optional<Stack> execute(Stacks stacks, Place place, Stacks.Wanted wanted, List<Change> changes) {
        String id = stacks.find(wanted.stack()).map(Stack::stackId).orElse(wanted.stack());
        StackWatch watch = new StackWatch(stacks, place, progress);
        ResourceEvents past = watch.past(id);
        interruption.onSignal(
                () -> progress.note("CloudFormation goes on with the change: `slipway bootstrap` again waits "
                        + "for it, `" + place.eventsCommand() + "` shows it"));
        stacks.execute(wanted);
        return watch.follow(id, wanted.first() ? "create" : "change", changes.size(), past);
    }

    private BootstrapReport report(String status, Place place, List<Change> changes, Optional<Stack> stack) {
        return new BootstrapReport(
                status,
                place,
                release.version(),
                changes,
                stack.map(Stacks::outputs).orElse(Map.of()));
    }

    private synchronized void later(Runnable undoing) {
        undo.push(undoing);
    }

    private synchronized void keep() {
        undo.clear();
    }

    private synchronized void undoAll() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
