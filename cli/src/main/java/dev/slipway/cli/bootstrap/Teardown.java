package dev.slipway.cli.bootstrap;

import dev.slipway.cli.deploy.Interruption;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.pipeline.Records;
import dev.slipway.cli.pipeline.Site;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Takes a pipeline away: its apps, which are no part of the stack, its images, the stack, and, if asked, its bucket.
 *
 * <p>What would bring an app back goes first, and each step passes over what is gone already, so that a teardown which was
 * cut short is finished by another one.
 */
public final class Teardown {
    private final Clients clients;
    private final Progress progress;
    private final Interruption interruption;
    private final Stacks stacks;

    /** Takes the clients of the account; they stay the caller's. */
    public Teardown(Clients clients, Progress progress, Interruption interruption) {
        this.clients = clients;
        this.progress = progress;
        this.interruption = interruption;
        this.stacks = new Stacks(clients.cloudFormation());
    }

    /** Looks at what there is, and changes nothing. */
    public Inventory inventory(String pipeline) {
        Place place = Place.of(pipeline, clients);
        boolean bucket = hasBucket(place);
        Map<String, Optional<String>> apps = new TreeMap<>();
        for (String function : appFunctions(place)) {
            String app = function.substring(place.appPrefix().length());
            apps.put(app, bucket ? url(place, app) : Optional.empty());
        }
        Optional<String> status = stacks.find(place.stack()).map(Stack::stackStatusAsString);
        return new Inventory(place, apps, status, bucket);
    }

    private Optional<String> url(Place place, String app) {
        try {
            return records(place).live(app).map(LiveState::url);
        } catch (InvalidEventException e) {
            // Of another age, and no reason to keep the pipeline.
            return Optional.empty();
        }
    }

    /** Removes what the inventory lists; the bucket only if asked. */
    public void run(Inventory inventory, boolean emptyBucket) {
        Place place = inventory.place();
        interruption.onSignal(() -> progress.note("what is gone is gone, and CloudFormation goes on: `slipway teardown "
                + "--pipeline " + place.pipeline() + "` again does the rest"));
        if (inventory.bucket()) {
            timed(Step.APPS, () -> withdraw(place));
        }
        Optional<Stack> stack = stacks.find(place.stack());
        stack.flatMap(there -> Optional.ofNullable(Stacks.outputs(there).get("StateMachineArn")))
                .ifPresent(this::stopExecutions);
        timed(Step.APPS, () -> removeApps(place));
        timed(Step.IMAGES, () -> new Images(clients.ecr(), place.stack()).removeAll() + " images removed");
        stack.ifPresent(there -> removeStack(place, there));
        // A launcher that ran at the time may have brought one back.
        removeApps(place);
        if (emptyBucket && inventory.bucket()) {
            timed(Step.BUCKET, () -> removeBucket(place));
        }
    }

    private void removeStack(Place place, Stack stack) {
        StackWatch watch = new StackWatch(stacks, place, progress);
        ResourceEvents past = watch.past(stack.stackId());
        boolean going = "DELETE_IN_PROGRESS".equals(stack.stackStatusAsString());
        if (!going && StackState.of(stack.stackStatusAsString()) == StackState.BUSY) {
            watch.await(stack.stackId(), 0, past);
        }
        if (!going) {
            stacks.delete(stack.stackId());
        }
        watch.follow(stack.stackId(), "remove", 0, past);
    }

    /** No app is wanted or live any more; the rest of its records stay as its history. */
    private String withdraw(Place place) {
        int apps = 0;
        for (String app : records(place).apps()) {
            delete(place, Keys.desired(app));
            delete(place, Keys.live(app));
            apps++;
        }
        return apps + " withdrawn";
    }

    private void delete(Place place, String key) {
        clients.s3()
                .deleteObject(
                        delete -> delete.bucket(place.pipelineBucket()).key(key).expectedBucketOwner(place.account()));
    }

    private void stopExecutions(String stateMachine) {
        clients.stepFunctions()
                .listExecutionsPaginator(
                        list -> list.stateMachineArn(stateMachine).statusFilter("RUNNING"))
                .executions()
                .forEach(execution -> clients.stepFunctions()
                        .stopExecution(stop -> stop.executionArn(execution.executionArn())
                                .error("Cancelled")
                                .cause("the pipeline is torn down")));
    }

    private String removeApps(Place place) {
        List<String> functions = appFunctions(place);
        for (String function : functions) {
            progress.current(function, null);
            try {
                clients.lambda().deleteFunction(delete -> delete.functionName(function));
            } catch (ResourceNotFoundException e) {
                // Somebody else was faster.
            }
        }
        String logs = "/aws/lambda/" + place.appPrefix();
        clients.logs()
                .describeLogGroupsPaginator(describe -> describe.logGroupNamePrefix(logs))
                .logGroups()
                .forEach(group -> clients.logs().deleteLogGroup(delete -> delete.logGroupName(group.logGroupName())));
        return functions.size() + " removed, with their logs";
    }

    private String removeBucket(Place place) {
        String name = place.pipelineBucket();
        int objects = new BucketContent(clients.s3(), name, place.account()).removeAll();
        clients.s3().deleteBucket(delete -> delete.bucket(name).expectedBucketOwner(place.account()));
        return name + " removed, with " + objects + " objects and versions of them";
    }

    private List<String> appFunctions(Place place) {
        return clients.lambda().listFunctionsPaginator().functions().stream()
                .map(FunctionConfiguration::functionName)
                .filter(name -> name.startsWith(place.appPrefix()))
                .toList();
    }

    private boolean hasBucket(Place place) {
        try {
            clients.s3().headBucket(head -> head.bucket(place.pipelineBucket()).expectedBucketOwner(place.account()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    private Records records(Place place) {
        Site site = new Site(
                place.pipeline(),
                place.region(),
                null,
                null,
                null,
                false,
                Map.of("Bucket", place.pipelineBucket(), "AppFunctionPrefix", place.appPrefix()));
        return new Pipeline(site, clients).records();
    }

    private void timed(Step step, Supplier<String> action) {
        Instant began = Instant.now();
        progress.begin(step);
        String text = action.get();
        progress.done(step, Duration.between(began, Instant.now()), text);
    }
}
