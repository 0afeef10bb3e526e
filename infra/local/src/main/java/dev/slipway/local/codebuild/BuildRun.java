package dev.slipway.local.codebuild;

import dev.slipway.local.codebuild.Buildspec.Commands;
import dev.slipway.local.codebuild.Buildspec.OnFailure;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Carries one build through its phases. */
final class BuildRun {
    private final BuildOrder order;
    private final Build build;
    private final BuildTools tools;
    private final BuildLog log;
    private final Path scratch;
    private final ProcessTree processes;
    private final BlockingQueue<Shell.Outcome> outcomes = new LinkedBlockingQueue<>();
    private volatile Optional<BuildProblem> stopped = Optional.empty();
    private Optional<Shell> shell = Optional.empty();
    private Map<String, String> environment = Map.of();
    private Path unpacked = Path.of("");
    private Buildspec buildspec = new Buildspec(Map.of(), List.of(), Map.of());
    private long deadline;
    private int commands;
    private boolean failing;
    private boolean failureTold;

    BuildRun(BuildOrder order, BuildTools tools) {
        this.order = order;
        this.build = order.build();
        this.tools = tools;
        this.log = tools.log(order);
        this.scratch = tools.work().resolve(build.uuid());
        this.processes = new ProcessTree(BuildEnvironment.marker(build));
    }

    /** Ends the build soon: its processes are killed, and it completes as stopped. */
    void stop() {
        BuildProblem why = new BuildProblem(BuildStatus.STOPPED, "", "");
        stopped = Optional.of(why);
        outcomes.add(new Shell.Outcome.Interrupted(why));
    }

    /** Runs the build to its end, on the thread of whoever calls. The phase QUEUED is under way. */
    void run() {
        build.end(stopped);
        BuildStatus status = BuildStatus.FAULT;
        try {
            status = stopped.or(this::phases).map(BuildProblem::status).orElse(BuildStatus.SUCCEEDED);
        } finally {
            Optional<BuildProblem> unclean = phase(BuildPhase.FINALIZING, this::cleanUp);
            boolean good = status == BuildStatus.SUCCEEDED;
            build.complete(good ? unclean.map(BuildProblem::status).orElse(status) : status, tools.events());
        }
    }

    private Optional<BuildProblem> phases() {
        deadline = System.nanoTime() + order.timeout().toNanos();
        tools.events().stateChanged(build);
        return phase(BuildPhase.PROVISIONING, this::provision)
                .or(() -> phase(BuildPhase.DOWNLOAD_SOURCE, this::download))
                .or(this::commandPhases);
    }

    private Optional<BuildProblem> commandPhases() {
        Optional<BuildProblem> first = Optional.empty();
        for (BuildPhase phase :
                List.of(BuildPhase.INSTALL, BuildPhase.PRE_BUILD, BuildPhase.BUILD, BuildPhase.POST_BUILD)) {
            Commands todo = buildspec.commands(phase);
            Optional<BuildProblem> problem = phase(phase, () -> run(todo));
            if (problem.filter(BuildProblem::endsBuild).isPresent()) {
                return problem;
            }
            first = first.isPresent() ? first : problem;
            // After BUILD, POST_BUILD runs whatever happened; other phases end the build when they fail.
            OnFailure otherwise = phase == BuildPhase.BUILD ? OnFailure.CONTINUE : OnFailure.ABORT;
            if (problem.isPresent() && todo.onFailure().orElse(otherwise) == OnFailure.ABORT) {
                return first;
            }
        }
        Optional<BuildProblem> upload = phase(BuildPhase.UPLOAD_ARTIFACTS, () -> {});
        return first.isPresent() ? first : upload;
    }

    private interface Work {
        void run() throws BuildProblem, IOException, InterruptedException;
    }

    private Optional<BuildProblem> phase(BuildPhase phase, Work work) {
        build.begin(phase);
        log.own("Entering phase " + phase);
        Optional<BuildProblem> problem = attempt(phase, work);
        build.end(problem);
        log.own("Phase complete: %s State: %s"
                .formatted(phase, problem.map(BuildProblem::status).orElse(BuildStatus.SUCCEEDED)));
        log.own("Phase context status code: %s Message: %s"
                .formatted(
                        problem.map(BuildProblem::code).orElse(""),
                        problem.map(BuildProblem::problem).orElse("")));
        return problem;
    }

    private Optional<BuildProblem> attempt(BuildPhase phase, Work work) {
        try {
            if (stopped.isPresent() && phase != BuildPhase.FINALIZING) {
                return stopped;
            }
            work.run();
            return Optional.empty();
        } catch (BuildProblem problem) {
            return Optional.of(problem);
        } catch (IOException | UncheckedIOException e) {
            return Optional.of(BuildProblem.failed("CLIENT_ERROR", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new BuildProblem(BuildStatus.FAULT, "INTERNAL_ERROR", "the local cloud is stopping"));
        }
    }

    private void provision() throws IOException {
        for (String folder : List.of("home", "tmp", "source", "commands")) {
            Files.createDirectories(scratch.resolve(folder));
        }
    }

    private Path source() {
        return scratch.resolve("source");
    }

    private void download() throws BuildProblem, IOException {
        unpacked = tools.sources().place(order.project().source(), source());
        buildspec = order.isInline()
                ? BuildspecReader.read("the buildspec", order.buildspec())
                : BuildspecReader.read(order.buildspec(), buildspecFile());
        environment = tools.environment().of(order, buildspec, scratch, source());
        Path java = tools.classes().commands(unpacked.getFileName().toString());
        environment.computeIfPresent("PATH", (name, path) -> java + ":" + path);
    }

    private String buildspecFile() throws BuildProblem, IOException {
        Path file = source().resolve(order.buildspec()).normalize();
        try {
            if (file.startsWith(source())) {
                return Files.readString(file);
            }
        } catch (NoSuchFileException missing) {
            // Said below, in CodeBuild's words.
        }
        throw BuildProblem.failed("YAML_FILE_ERROR", "YAML file does not exist: " + order.buildspec());
    }

    private void run(Commands todo) throws BuildProblem, IOException, InterruptedException {
        try {
            runAll(todo.commands());
        } catch (BuildProblem problem) {
            failing = true;
            if (!problem.endsBuild()) {
                runAll(todo.last());
            }
            throw problem;
        }
        runAll(todo.last());
    }

    private void runAll(List<String> todo) throws BuildProblem, IOException, InterruptedException {
        for (String command : todo) {
            if (failing && !failureTold) {
                failureTold = true;
                execute("export CODEBUILD_BUILD_SUCCEEDING=0");
            }
            log.own("Running command " + command);
            int status = execute(command);
            if (status != 0) {
                log.own("Command did not exit successfully %s exit status %d".formatted(command, status));
                throw BuildProblem.failed(
                        "COMMAND_EXECUTION_ERROR",
                        "Error while executing command: %s. Reason: exit status %d".formatted(command, status));
            }
        }
    }

    /** Runs a command and returns its exit code, that of the shell when the command ended it. */
    private int execute(String command) throws BuildProblem, IOException, InterruptedException {
        Path file = scratch.resolve("commands").resolve("%03d.sh".formatted(++commands));
        Files.writeString(file, command + "\n");
        shell().run(file);
        Shell.Outcome outcome = outcomes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (outcome instanceof Shell.Outcome.Finished finished) {
            return finished.status();
        }
        if (outcome instanceof Shell.Outcome.Ended ended) {
            shell = Optional.empty();
            return ended.status();
        }
        processes.kill();
        if (outcome instanceof Shell.Outcome.Interrupted interrupted) {
            throw interrupted.why();
        }
        throw new BuildProblem(BuildStatus.TIMED_OUT, "BUILD_TIMED_OUT", "Build has timed out. ");
    }

    private Shell shell() throws IOException {
        if (shell.isEmpty()) {
            Shell started = new Shell(scratch, source(), environment, outcomes, log::output);
            processes.add(started.process().pid());
            tools.store().saveShell(build, started.process());
            shell = Optional.of(started);
        }
        return shell.get();
    }

    private void cleanUp() throws IOException {
        if (shell.isPresent()) {
            shell.get().close();
        }
        // As the end of its container does on AWS, the end of a build ends what it left running.
        processes.kill();
        if (!failing) {
            tools.classes().learn(unpacked, scratch.resolve("tmp"));
        }
        tools.store().forgetShell(build);
        WholeFile.removeTree(scratch);
    }
}
