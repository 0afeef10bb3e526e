package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.asl.Definition;
import dev.slipway.local.stepfunctions.journal.ExecutionRecord;
import dev.slipway.local.stepfunctions.journal.Journal;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Starts executions and takes up those that a killed process left. Thread-safe. */
public final class Engine implements AutoCloseable {
    private final Surroundings surroundings;
    private final ExecutorService threads;
    private final Optional<ScheduledThreadPoolExecutor> scheduler;
    private final Set<Run> running = ConcurrentHashMap.newKeySet();

    /** Creates an engine whose time passes by itself. */
    public Engine(List<? extends TaskIntegration> integrations, String region, Clock clock) {
        this(integrations, region, clock, Optional.of(scheduler()), Optional.empty());
    }

    /** Creates an engine whose time passes as a timer says. */
    public Engine(List<? extends TaskIntegration> integrations, String region, Clock clock, Timer timer) {
        this(integrations, region, clock, Optional.empty(), Optional.of(timer));
    }

    private Engine(
            List<? extends TaskIntegration> integrations,
            String region,
            Clock clock,
            Optional<ScheduledThreadPoolExecutor> scheduler,
            Optional<Timer> timer) {
        this.scheduler = scheduler;
        this.threads = Executors.newCachedThreadPool(daemons());
        Map<String, TaskIntegration> byResource = integrations.stream()
                .collect(Collectors.toUnmodifiableMap(TaskIntegration::resource, Function.identity()));
        SecureRandom random = new SecureRandom();
        this.surroundings = new Surroundings(
                byResource,
                region,
                clock,
                timer.orElseGet(() -> scheduled(scheduler.orElseThrow())),
                threads,
                random::nextDouble);
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "states-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, daemons());
        // A time-out of an hour must not keep an execution of a second in memory.
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    private static Timer scheduled(ScheduledThreadPoolExecutor scheduler) {
        return (delay, action) -> {
            ScheduledFuture<?> timer = scheduler.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        };
    }

    /**
     * Starts an execution. Its ExecutionStarted event is written when this returns.
     *
     * @param journal its file, with nothing but the record; the engine closes it at the end
     * @param ended is told the outcome, after it is in the history
     */
    public Running start(ExecutionRecord execution, Definition definition, Journal journal, Consumer<Outcome> ended) {
        Run run = prepare(execution, definition, journal, ended);
        ObjectNode details = Run.object().put("input", execution.input());
        details.set("inputDetails", Run.object().put("truncated", false));
        details.put("roleArn", execution.roleArn());
        JsonNode input = ContextObject.parse(execution.input());
        Function<Branch, JsonNode> work = branch -> branch.run(definition, input);
        try {
            run.append("ExecutionStarted", 0, "executionStartedEventDetails", details);
        } catch (UncheckedIOException e) {
            // It has a name and is listed, so it has to end.
            work = branch -> {
                throw e;
            };
        }
        perform(run, new Branch(run, run.stopSignal(), Map.of(), Optional.empty(), journal.lastId()), work);
        return run;
    }

    /**
     * Takes up an execution where its history ends; {@link ResumePoint} says where that is and why it is safe.
     *
     * @param file its journal
     */
    public Running resume(ExecutionRecord execution, Definition definition, Path file, Consumer<Outcome> ended) {
        Journal journal = Journal.reopen(file);
        List<ObjectNode> events = Journal.all(file);
        if (events.isEmpty()) {
            return start(execution, definition, journal, ended);
        }
        Run run = prepare(execution, definition, journal, ended);
        ResumePoint point = ResumePoint.in(events, definition, ContextObject.parse(execution.input()));
        Branch root = new Branch(run, run.stopSignal(), point.variables(), Optional.empty(), point.last());
        perform(run, root, branch -> point.run(branch, definition));
        return run;
    }

    private void perform(Run run, Branch root, Function<Branch, JsonNode> work) {
        threads.execute(() -> run.perform(root, work));
    }

    /** Ends an execution that cannot go on as FAILED. */
    public void abandon(ExecutionRecord execution, Path file, String reason, Consumer<Outcome> ended) {
        Journal journal = Journal.reopen(file);
        Run run = new Run(execution, journal, surroundings, ended);
        Branch root = new Branch(run, run.stopSignal(), Map.of(), Optional.empty(), journal.lastId());
        run.perform(root, branch -> {
            throw StateFailure.of(StateFailure.RUNTIME, reason);
        });
    }

    private Run prepare(ExecutionRecord execution, Definition definition, Journal journal, Consumer<Outcome> ended) {
        Cleanup cleanup = new Cleanup();
        Run run = new Run(execution, journal, surroundings, outcome -> {
            cleanup.run();
            ended.accept(outcome);
        });
        running.add(run);
        Runnable cancelTimeout = definition.timeoutSeconds().isPresent()
                ? surroundings
                        .timer()
                        .after(
                                remaining(execution, definition.timeoutSeconds().getAsInt()),
                                () -> threads.execute(run::timeOut))
                : () -> {};
        cleanup.then(() -> {
            cancelTimeout.run();
            running.remove(run);
        });
        return run;
    }

    private Duration remaining(ExecutionRecord execution, int seconds) {
        long passed = surroundings.clock().millis() - execution.startDate();
        return Duration.ofMillis(Math.max(0, seconds * 1000L - passed));
    }

    /** What is undone at the end of a run, which may be there before it is known what that is. */
    private static final class Cleanup {
        private boolean over;
        private Runnable action = () -> {};

        synchronized void then(Runnable next) {
            action = next;
            if (over) {
                next.run();
            }
        }

        synchronized void run() {
            over = true;
            action.run();
        }
    }

    /** Lets go of what runs, for the next start to take up, and cancels the tasks that it waits for. */
    @Override
    public void close() {
        running.forEach(Run::halt);
        scheduler.ifPresent(ScheduledThreadPoolExecutor::shutdownNow);
        threads.shutdown();
    }
}
