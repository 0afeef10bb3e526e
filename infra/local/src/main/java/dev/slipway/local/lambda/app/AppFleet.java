package dev.slipway.local.lambda.app;

import dev.slipway.local.lambda.invoke.InvocationLog;
import dev.slipway.local.lambda.invoke.LogStreams;
import dev.slipway.local.logs.LogDelivery;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The running apps: one process per function version, started by the first request that needs it, kept while its
 * version is routed to, and started anew by the next request after a crash.
 */
public final class AppFleet implements AutoCloseable {
    /** How long apps stay without requests: routed to by an alias, and not. */
    public record Patience(Duration routed, Duration unrouted) {
        /** A quarter of an hour; and some seconds, so that the probe of a new version does not lose it to its switch. */
        public static final Patience DEFAULT = new Patience(Duration.ofMinutes(15), Duration.ofSeconds(20));
    }

    private static final Duration INIT_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    private final List<AppLauncher> launchers;
    private final LogDelivery logs;
    private final Clock clock;
    private final Predicate<AppVersion> routed;
    private final Map<String, AppInstance> instances = new ConcurrentHashMap<>();
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> daemon(work, "app-start"));
    private final ScheduledExecutorService reaper =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "app-reaper"));
    private volatile boolean closed;

    /**
     * Takes over what an earlier life left.
     *
     * @param launchers the first that accepts an image runs it
     * @param routed whether an alias leads to a version
     */
    public AppFleet(
            List<AppLauncher> launchers,
            LogDelivery logs,
            Clock clock,
            Predicate<AppVersion> routed,
            Patience patience) {
        this.launchers = List.copyOf(launchers);
        this.logs = logs;
        this.clock = clock;
        this.routed = routed;
        this.launchers.forEach(AppLauncher::stopLeftovers);
        var unused = reaper.scheduleWithFixedDelay(() -> reap(patience), 500, 500, TimeUnit.MILLISECONDS);
    }

    /** A running app, held until closed. */
    public interface Lease extends AutoCloseable {
        /** The loopback port at which the app is reached. */
        int port();

        /** The version that runs. */
        AppVersion version();

        /** The log of the app's process. */
        InvocationLog log();

        /** Completes when the app has ended. */
        CompletableFuture<Integer> exit();

        @Override
        void close();
    }

    private record Held(AppInstance instance, RunningApp app) implements Lease {
        @Override
        public int port() {
            return app.port();
        }

        @Override
        public AppVersion version() {
            return instance.version();
        }

        @Override
        public InvocationLog log() {
            return instance.log();
        }

        @Override
        public CompletableFuture<Integer> exit() {
            return app.exit();
        }

        @Override
        public void close() {
            instance.release();
        }
    }

    /** Returns the launcher that runs an image. */
    public AppLauncher launcher(AppVersion version) {
        return launchers.stream()
                .filter(launcher -> launcher.accepts(version.image()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no launcher accepts " + version.image().digest()));
    }

    /**
     * Holds the app of a version, started if it is not running, when it listens.
     *
     * @throws AppFailure when it ends or does not listen in time; the next call starts it again
     */
    public Lease lease(AppVersion version) throws AppFailure {
        while (true) {
            if (closed) {
                throw AppFailure.notStarted("the local cloud is being stopped");
            }
            AppInstance instance = instance(version);
            Held held = new Held(instance, await(instance));
            if (held.app().alive()) {
                return held;
            }
            // It has just died: this request gets a new one.
            instance.retire();
            held.close();
        }
    }

    private static RunningApp await(AppInstance instance) throws AppFailure {
        boolean held = false;
        try {
            long millis = limit(instance.version()).toMillis() + 1000;
            RunningApp app = instance.ready().get(millis, TimeUnit.MILLISECONDS);
            held = true;
            return app;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AppFailure failure) {
                throw failure.again(instance.log().tail());
            }
            throw new IllegalStateException(
                    "failed to start " + instance.version().function(), e);
        } catch (TimeoutException e) {
            throw AppFailure.timedOut("the app is not ready in time")
                    .again(instance.log().tail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AppFailure.notStarted("the local cloud is stopping");
        } finally {
            if (!held) {
                instance.release();
            }
        }
    }

    /** Gives up what is kept of all images but the ones of these digests. */
    public void retain(Set<String> digests) throws IOException {
        for (AppLauncher launcher : launchers) {
            launcher.retain(digests);
        }
    }

    /** Stops all apps of a function, as its deletion does. */
    public void stop(String function) {
        instances.values().stream()
                .filter(instance -> instance.version().function().equals(function))
                .forEach(AppInstance::close);
    }

    /** Stops all apps, and waits for their end for as long as a stop may take. */
    @Override
    public void close() {
        closed = true;
        reaper.shutdownNow();
        instances.values().forEach(AppInstance::close);
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        for (AppInstance instance : instances.values()) {
            instance.awaitEnd(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        }
        executor.shutdown();
    }

    private AppInstance instance(AppVersion version) {
        while (true) {
            AppInstance instance = instances.computeIfAbsent(version.key(), key -> start(version));
            if (instance.lease()) {
                return instance;
            }
            instances.remove(version.key(), instance);
        }
    }

    private AppInstance start(AppVersion version) {
        String stream = LogStreams.next(clock, version.version());
        AppInstance instance = new AppInstance(
                version, new InvocationLog(logs.inNameOf(version.role()), version.logGroup(), stream, clock));
        instance.start(launcher(version), limit(version), executor, () -> instances.remove(version.key(), instance));
        if (closed) {
            instance.close();
        }
        return instance;
    }

    private void reap(Patience patience) {
        instances.values().removeIf(instance -> {
            Duration idle = routed.test(instance.version()) ? patience.routed() : patience.unrouted();
            return instance.stopIfIdle(idle);
        });
    }

    private static Duration limit(AppVersion version) {
        Duration timeout = Duration.ofSeconds(version.timeoutSeconds());
        return timeout.compareTo(INIT_LIMIT) > 0 ? timeout : INIT_LIMIT;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
