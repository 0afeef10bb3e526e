package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.progress.Progress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Brings a stack to where it can be changed, or says why that is not possible. */
final class Settling {
    private final Stacks stacks;
    private final Place place;
    private final Progress progress;

    Settling(Stacks stacks, Place place, Progress progress) {
        this.stacks = stacks;
        this.place = place;
        this.progress = progress;
    }

    /**
     * Waits for what is under way, and removes what a failed creation has left.
     *
     * @param dryRun whether nothing may be waited for or removed
     * @return the stack that stands; empty where one is to be created
     */
    Optional<Stack> settle(boolean dryRun) {
        Optional<Stack> stack = stacks.find(place.stack());
        String status = stack.map(Stack::stackStatusAsString).orElse(null);
        StackState state = StackState.of(status);
        if (dryRun && (state == StackState.BUSY || state == StackState.FAILED)) {
            throw refused(status, "run it again when that is over, or without --dry-run, which waits or clears up");
        }
        return switch (state) {
            case ABSENT -> Optional.empty();
            case STANDS -> stack;
            case STUCK ->
                throw refused(
                        status,
                        "clear up first: aws cloudformation continue-update-rollback --stack-name " + place.stack()
                                + " --region " + place.region());
            case LEFT_OVER -> throw refused(status, "finish its removal: slipway teardown");
            case FAILED -> remove(stack.orElseThrow());
            case BUSY -> await(stack.orElseThrow());
        };
    }

    private Optional<Stack> remove(Stack stack) {
        progress.note("the stack is " + stack.stackStatusAsString() + " from an earlier attempt, and is removed first");
        StackWatch watch = new StackWatch(stacks, place, progress);
        ResourceEvents past = watch.past(stack.stackId());
        stacks.delete(stack.stackId());
        watch.follow(stack.stackId(), "remove", 0, past);
        return Optional.empty();
    }

    private Optional<Stack> await(Stack stack) {
        progress.note("the stack is " + stack.stackStatusAsString() + "; waiting for that to end");
        StackWatch watch = new StackWatch(stacks, place, progress);
        watch.await(stack.stackId(), 0, watch.past(stack.stackId()));
        return settle(false);
    }

    private CliFailure refused(@Nullable String status, String hint) {
        return new CliFailure(
                ExitCode.DEPLOYMENT_FAILED, "failed to change the stack " + place.stack() + ": it is " + status, hint);
    }
}
