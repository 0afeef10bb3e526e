package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.ChangeRun;
import dev.slipway.cli.deploy.DeployResult;
import dev.slipway.cli.progress.Progress;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that deploys without a source, and follows that. */
abstract class FollowedCommand implements Callable<Integer> {
    final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Option(names = "--message", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String message;

    @Option(names = "--no-wait", description = "Return when the workflow has started.")
    private boolean noWait;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or jsonl.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    FollowedCommand(Console console) {
        this.console = console;
    }

    /** Runs a deployment of this kind to its end and returns the exit code. */
    int follow(Kind kind, String app, @Nullable Long version, Map<String, EnvironmentEntry> env, List<String> unset) {
        DeployResult result;
        try (Progress progress = Displays.progress(console, output)) {
            result = new ChangeRun(console, progress)
                    .run(new ChangeRun.Change(
                            common.pipeline(console), kind, app, version, env, unset, message, !noWait));
        }
        return new Results(console, output).print(result);
    }
}
