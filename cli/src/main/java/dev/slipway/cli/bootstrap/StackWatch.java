package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.progress.Durations;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Follows what CloudFormation does to a stack, resource by resource, until it has come to an end. */
final class StackWatch {
    private static final String GONE = "DELETE_COMPLETE";
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Stacks stacks;
    private final Place place;
    private final Progress progress;

    StackWatch(Stacks stacks, Place place, Progress progress) {
        this.stacks = stacks;
        this.place = place;
        this.progress = progress;
    }

    /** Returns what has happened to the stack so far, and is not news. */
    ResourceEvents past(String stack) {
        ResourceEvents events = new ResourceEvents();
        events.skip(stacks.events(stack, events));
        return events;
    }

    /**
     * Shows each resource as it comes to its end, and fails with the first reason where the stack does not end well.
     *
     * @param stack its id, by which it is found when it is deleted, too
     * @param action what is done to it, such as {@code create}
     * @param total how many resources there are to be
     * @return the stack at the end; empty when it is gone
     */
    Optional<Stack> follow(String stack, String action, int total, ResourceEvents events) {
        Instant began = Instant.now();
        Optional<Stack> end = await(stack, total, events);
        String status = end.map(Stack::stackStatusAsString).orElse(GONE);
        Duration took = Duration.between(began, Instant.now());
        if (StackState.isGood(status)) {
            progress.done(Step.STACK, took, events.count() + " resources, " + status);
            return end;
        }
        progress.failed(Step.STACK, took, status, List.of());
        String cause = events.failure().map(StackWatch::cause).orElse("it ended as " + status);
        throw new CliFailure(
                ExitCode.DEPLOYMENT_FAILED,
                "failed to " + action + " the stack " + place.stack() + ": " + cause,
                StackHints.of(cause).orElse("`" + place.eventsCommand() + "` says more"));
    }

    /** Shows the same of what somebody else has begun, and returns the stack however that ended. */
    Optional<Stack> await(String stack, int total, ResourceEvents events) {
        progress.begin(Step.STACK);
        Pace pace = new Pace(PATIENCE);
        while (true) {
            // The status first: when it says that this is the end, the events that follow are all.
            Optional<Stack> now = stacks.find(stack);
            List<ResourceEvents.Ended> news = now.isEmpty() ? List.of() : events.take(stacks.events(stack, events));
            news.forEach(this::show);
            progress.current(
                    events.count() + " of " + Math.max(total, events.count())
                            + events.current().map(resource -> "  " + resource).orElse(""),
                    null);
            if (StackState.of(now.map(Stack::stackStatusAsString).orElse(null)) != StackState.BUSY) {
                return now;
            }
            if (!pace.next(!news.isEmpty())) {
                throw new CliFailure(
                        ExitCode.DEPLOYMENT_FAILED,
                        "failed to wait for the stack " + place.stack() + ": it is not at rest after "
                                + PATIENCE.toMinutes() + " minutes",
                        "CloudFormation goes on; the same command again waits for it, or see `" + place.eventsCommand()
                                + "`");
            }
        }
    }

    private void show(ResourceEvents.Ended ended) {
        progress.detail(ended.text() + "  " + Durations.of(ended.took()));
    }

    private static String cause(StackEvent event) {
        String resource = event.logicalResourceId() + " (" + event.resourceType() + "): ";
        boolean whole = event.resourceType().equals("AWS::CloudFormation::Stack");
        return (whole ? "" : resource) + event.resourceStatusReason();
    }
}
