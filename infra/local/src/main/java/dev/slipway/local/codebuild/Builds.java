package dev.slipway.local.codebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.logs.LogDelivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The builds of this local cloud: some run, the others wait their turn. For services in the same process; the wire is
 * {@link CodeBuildService}. Safe for use by many threads.
 */
public final class Builds implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Map<String, Project> projects = new ConcurrentHashMap<>();
    private final Map<String, Build> builds = new ConcurrentHashMap<>();
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final Map<String, Repeat> repeats = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final BuildOrders orders;
    private final BuildTools tools;
    private final ThreadPoolExecutor queue;

    /**
     * Opens the builds of a folder. What was running when the local cloud was killed is ended.
     *
     * @param sources where the projects' source is
     * @param host what builds get of this machine
     */
    public Builds(
            Path folder,
            Collection<Project> projects,
            SourceObjects sources,
            HostSettings host,
            LogDelivery logs,
            EventSink events,
            Clock clock,
            String region,
            String account)
            throws IOException {
        projects.forEach(project -> this.projects.put(project.name(), project));
        BuildStore store = new BuildStore(folder.resolve("builds"));
        this.orders = new BuildOrders(store, clock, region, account);
        this.tools = new BuildTools(
                folder.resolve("work"),
                new SourceCache(folder.resolve("sources"), sources),
                new SharedClasses(folder.resolve("java"), JAVA),
                store,
                new BuildEnvironment(host, region),
                new BuildEvents(events),
                logs,
                clock);
        this.queue =
                new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "build");
                    thread.setDaemon(true);
                    return thread;
                });
        recover(store, clock);
    }

    private void recover(BuildStore store, Clock clock) throws IOException {
        for (ObjectNode json : store.load()) {
            Build build = new Build(json, store, clock);
            builds.put(build.id(), build);
            numbers.accumulateAndGet(json.path("buildNumber").asLong(), Math::max);
            if (!build.isComplete()) {
                ProcessTree left = new ProcessTree(BuildEnvironment.marker(build));
                store.shell(build).ifPresent(shell -> left.add(shell.pid()));
                left.kill();
                store.forgetShell(build);
                BuildProblem why =
                        new BuildProblem(BuildStatus.FAULT, "INTERNAL_ERROR", "the local cloud was restarted");
                build.end(Optional.of(why));
                build.complete(why.status(), tools.events());
            }
        }
        WholeFile.removeTree(tools.work());
        Files.createDirectories(tools.work());
    }

    private record Turn(BuildRun run, Runnable task) {}

    /** A token that was used, with what for. */
    private record Repeat(JsonNode input, Build build) {}

    /**
     * Starts a build, or queues it.
     *
     * @param input of StartBuild as it goes over the wire
     * @param initiator who asks, as the build then says
     * @return the build as StartBuild answers it
     * @throws AwsException as StartBuild
     */
    public ObjectNode start(JsonNode input, String initiator) {
        Project project = project(input.path("projectName").asText());
        String token = input.path("idempotencyToken").asText("");
        if (token.isEmpty()) {
            return begin(input, project, initiator).snapshot();
        }
        Repeat repeat = repeats.computeIfAbsent(token, first -> new Repeat(input, begin(input, project, initiator)));
        if (!repeat.input().equals(input)) {
            throw BuildOrders.invalid("the idempotency token was used with other parameters");
        }
        return repeat.build().snapshot();
    }

    private Build begin(JsonNode input, Project project, String initiator) {
        BuildOrder order = orders.order(input, project, numbers.incrementAndGet(), initiator);
        Build build = order.build();
        build.begin(BuildPhase.SUBMITTED);
        build.end(Optional.empty());
        build.begin(BuildPhase.QUEUED);
        builds.put(build.id(), build);
        BuildRun run = new BuildRun(order, tools);
        Runnable task = () -> {
            run.run();
            turns.remove(build.id());
        };
        turns.put(build.id(), new Turn(run, task));
        queue.execute(task);
        return build;
    }

    /** Stops a build, running or queued; one that has ended stays as it is. */
    public void stop(String id) {
        Turn turn = turns.get(id);
        if (turn == null) {
            return;
        }
        turn.run().stop();
        // One that waits ends at once, not when its turn comes.
        if (queue.remove(turn.task())) {
            turn.task().run();
        }
    }

    /**
     * Tells when a build has ended, with the build as BatchGetBuilds then answers it, whatever its status.
     *
     * @throws AwsException when there is no such build
     */
    public CompletionStage<ObjectNode> ended(String id) {
        return find(id).orElseThrow(() -> BuildOrders.invalid("no such build: " + id))
                .ended()
                .minimalCompletionStage();
    }

    Optional<Build> find(String idOrArn) {
        String id = idOrArn.startsWith("arn:") ? idOrArn.substring(idOrArn.indexOf("build/") + 6) : idOrArn;
        return Optional.ofNullable(builds.get(id));
    }

    Collection<Build> all() {
        return List.copyOf(builds.values());
    }

    Collection<Project> projects() {
        return List.copyOf(projects.values());
    }

    Project project(String name) {
        Project project = projects.get(name);
        if (project == null) {
            throw new AwsException(
                    400, "ResourceNotFoundException", "Project cannot be found: " + orders.projectArn(name));
        }
        return project;
    }

    String arn(Project project) {
        return orders.projectArn(project.name());
    }

    /** Stops all builds. */
    @Override
    public void close() {
        List.copyOf(turns.keySet()).forEach(this::stop);
        tools.classes().close();
        queue.shutdown();
        try {
            if (!queue.awaitTermination(3, TimeUnit.SECONDS)) {
                queue.shutdownNow();
            }
        } catch (InterruptedException e) {
            queue.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
