package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.slipway.local.stepfunctions.asl.State;
import dev.slipway.local.stepfunctions.engine.GroupStep.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Branches side by side. The first that fails stops the others, and the group fails with its error. */
final class Group {
    private final Branch parent;
    private final List<Member> members;
    private final Kind kind;
    private final Stop stop;
    private final List<Optional<Branch>> branches;
    private final List<JsonNode> outputs;
    private final List<CompletableFuture<Void>> threads = new ArrayList<>();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final boolean[] succeeded;
    private int started;
    private int finished;
    private long lastOfAll;

    Group(Branch parent, List<Member> members, Kind kind) {
        this.parent = parent;
        this.members = members;
        this.kind = kind;
        this.stop = parent.stop().child();
        this.branches = new ArrayList<>(Collections.nCopies(members.size(), Optional.empty()));
        this.outputs = new ArrayList<>(Collections.nCopies(members.size(), NullNode.instance));
        this.succeeded = new boolean[members.size()];
        this.lastOfAll = parent.last();
    }

    /** What distinguishes the history of a Parallel from that of a Map. */
    sealed interface Kind {
        /** Writes that a branch starts; returns the id that its first state follows. */
        default long starting(Run run, int index, long previous) {
            return previous;
        }

        /** Writes that a branch has ended well; returns the id that the group's exit may follow. */
        default long succeeded(Run run, int index, long previous) {
            return previous;
        }

        /** Writes that a branch has ended otherwise. */
        default void ended(Run run, int index, long previous, boolean failed) {}

        /** Returns the type of state, as event names begin. */
        String type();
    }

    /** Parallel: branches have no events of their own. */
    record Plain() implements Kind {
        @Override
        public String type() {
            return "Parallel";
        }
    }

    /** Map: each branch is an iteration. */
    record Iterations(String state) implements Kind {
        @Override
        public long starting(Run run, int index, long previous) {
            return event(run, "Started", index, previous);
        }

        @Override
        public long succeeded(Run run, int index, long previous) {
            return event(run, "Succeeded", index, previous);
        }

        @Override
        public void ended(Run run, int index, long previous, boolean failed) {
            event(run, failed ? "Failed" : "Aborted", index, previous);
        }

        private long event(Run run, String end, int index, long previous) {
            return run.append(
                    "MapIteration" + end,
                    previous,
                    "mapIteration" + end + "EventDetails",
                    Run.object().put("name", state).put("index", index));
        }

        @Override
        public String type() {
            return "Map";
        }
    }

    /**
     * Runs all, at most so many at once, and returns their outputs in order.
     *
     * @throws StateFailure of the first that failed
     */
    List<JsonNode> run(int concurrency) {
        synchronized (this) {
            for (int i = 0; i < Math.min(concurrency, members.size()); i++) {
                startNext(parent.last());
            }
        }
        if (members.isEmpty()) {
            return List.of();
        }
        try {
            parent.stop().await(done);
        } catch (Failed failed) {
            stop.request();
            parent.stop().await(CompletableFuture.allOf(settled()));
            parent.last(writeFailure(failed.index));
            throw failed.failure;
        }
        parent.last(lastOfAll);
        return outputs;
    }

    private synchronized CompletableFuture<?>[] settled() {
        return threads.toArray(new CompletableFuture<?>[0]);
    }

    // Holds the lock: iterations start in order, and their first events follow each other as on AWS.
    private void startNext(long previous) {
        int index = started++;
        Member member = members.get(index);
        long first = kind.starting(parent.execution(), index, previous);
        Branch branch = parent.inner(stop, member.item(), first);
        branches.set(index, Optional.of(branch));
        threads.add(CompletableFuture.runAsync(
                () -> work(index, branch, member),
                parent.execution().surroundings().threads()));
    }

    private void work(int index, Branch branch, Member member) {
        try {
            JsonNode output = branch.run(member.definition(), member.input());
            finish(index, branch, output);
        } catch (StateFailure failure) {
            done.completeExceptionally(new Failed(index, failure));
        } catch (Stop.StoppedException e) {
            // Whoever stopped the group says so in the history.
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private synchronized void finish(int index, Branch branch, JsonNode output) {
        if (done.isDone()) {
            return;
        }
        outputs.set(index, output);
        succeeded[index] = true;
        lastOfAll = Math.max(lastOfAll, kind.succeeded(parent.execution(), index, branch.last()));
        finished++;
        if (started < members.size()) {
            startNext(branch.last());
        } else if (finished == members.size()) {
            done.complete(true);
        }
    }

    /** Writes the end of every branch that did not succeed, then of the group; all of them follow the failed event. */
    private long writeFailure(int failedIndex) {
        Run run = parent.execution();
        long cause = branches.get(failedIndex).map(Branch::last).orElse(parent.last());
        for (int i = 0; i < started; i++) {
            if (!succeeded[i]) {
                kind.ended(run, i, cause, i == failedIndex);
                branches.get(i).flatMap(Branch::current).map(Visit::state).ifPresent(state -> aborted(state, cause));
            }
        }
        return run.append(kind.type() + "StateFailed", cause);
    }

    private void aborted(State state, long cause) {
        boolean waits = state instanceof State.Task
                || state instanceof State.Wait
                || state instanceof State.Parallel
                || state instanceof State.Each;
        if (waits) {
            parent.execution().append(state.type() + "StateAborted", cause);
        }
    }

    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int index;
        private final transient StateFailure failure;

        Failed(int index, StateFailure failure) {
            super(failure.getMessage(), null, false, false);
            this.index = index;
            this.failure = failure;
        }
    }
}
