package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.cli.local.Installation;
import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.local.LocalSettings;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipway local}: the cloud on this machine. */
@Command(name = "local", description = "Start, stop, look at or reset the cloud on this machine.")
final class LocalCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    LocalCommand(Console console) {
        this.console = console;
    }

    @Command(name = "start", description = "Start it; a deploy does so by itself.")
    int start(
            @Option(
                            names = "--otlp",
                            paramLabel = "URL",
                            description =
                                    "Where spans go: a URL, none, or receiver for its own. Default: as last time.")
                    @Nullable
                    String otlp,
            @Option(names = "--isolated", description = "Run each step in a process of its own.") @Nullable
                    Boolean isolated,
            @Option(
                            names = "--builder",
                            paramLabel = "NAME",
                            description = "What builds: buildctl, buildx, docker, embedded, or auto for the first that"
                                    + " is there. Default: as last time.")
                    @Nullable
                    String builder) {
        LocalCloud cloud = cloud();
        LocalSettings old = cloud.settings();
        LocalSettings settings = new LocalSettings(
                otlp == null ? old.otlp() : checked(otlp),
                isolated == null ? old.isolated() : isolated,
                builder == null ? old.builder() : builder(builder));
        CloudFile running = cloud.start(installation(), settings);
        return say("running at " + running.endpoint() + " (pid " + running.pid() + ")");
    }

    @Command(name = "stop", description = "Stop it; apps stop answering until it is started again.")
    int stop() {
        return say(cloud().stop() ? "stopped" : "not running");
    }

    @Command(name = "status", description = "Show whether it runs, and where.")
    int status() {
        LocalCloud cloud = cloud();
        CloudFile running = cloud.running().orElse(null);
        if (running == null) {
            say("not running");
            return ExitCode.UNREACHABLE.code();
        }
        boolean current = Installation.ofProcess()
                .map(here -> cloud.isCurrent(running, here))
                .orElse(true);
        say("running (pid " + running.pid() + ")" + (current ? "" : ", of another build: the next deploy replaces it"));
        say("endpoint  " + running.endpoint());
        say("s3        " + running.s3Endpoint());
        say("spans     " + running.otlp());
        return say("log       " + cloud.log());
    }

    @Command(name = "reset", description = "Stop it and delete all that it holds: apps, versions, sources, images.")
    int reset(
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        LocalCloud cloud = cloud();
        if (!yes) {
            throw CliFailure.usage(
                    "failed to reset the local cloud: not confirmed",
                    "--yes deletes all apps and versions in " + cloud.folder());
        }
        cloud.reset();
        return say("empty");
    }

    @Command(
            name = "env",
            description = "Print exports for the AWS CLI, SDKs, skopeo and docker: eval \"$(slipway local env)\"")
    int env() {
        CloudFile running = cloud().ensureRunning(installation());
        running.exports().forEach((name, value) -> say("export " + name + "=" + value));
        // Settings that would win over these, or that do not go with them.
        return say("unset AWS_SESSION_TOKEN AWS_PROFILE");
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE.code();
    }

    private static String checked(String otlp) {
        if (!otlp.matches("none|receiver|https?://.+")) {
            throw CliFailure.usage(
                    "failed to start the local cloud: \"" + otlp + "\" is no place for spans",
                    "--otlp http://127.0.0.1:4318, none, or receiver");
        }
        return otlp;
    }

    private static @Nullable String builder(String name) {
        if (!name.matches("auto|buildctl|buildx|docker|embedded")) {
            throw CliFailure.usage(
                    "failed to start the local cloud: \"" + name + "\" is no builder",
                    "--builder auto, buildctl, buildx, docker or embedded");
        }
        return name.equals("auto") ? null : name;
    }

    private LocalCloud cloud() {
        return new LocalCloud(console.home());
    }

    private static Installation installation() {
        Supplier<CliFailure> missing = () -> CliFailure.usage(
                "failed to start the local cloud: this command was not started by bin/slipway",
                "run cli/bin/slipway of the repository");
        return Installation.ofProcess().orElseThrow(missing);
    }

    private int say(String line) {
        console.out().println(line);
        console.out().flush();
        return ExitCode.OK.code();
    }
}
