package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.DeployRequest;
import dev.slipway.cli.deploy.DeployResult;
import dev.slipway.cli.deploy.DeployRun;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.source.SourceFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway deploy}: takes a folder to a live version. */
@Command(name = "deploy", description = "Build a folder and make it the live version of its app.")
final class DeployCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = ".",
            description = "The source. Default: this folder.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--app", paramLabel = "NAME", description = "Default: slipway.toml's, else the folder's name.")
    private @Nullable String app;

    @Option(names = "--message", paramLabel = "TEXT", description = "What changed, for the history.")
    private @Nullable String message;

    @Option(names = "--env", paramLabel = "K=V", description = "Set a variable from this version on.")
    private final Map<String, String> env = new LinkedHashMap<>();

    @Option(names = "--env-file", paramLabel = "FILE", description = "Set sensitive variables; - reads standard input.")
    private @Nullable String envFile;

    @Option(names = "--build-arg", paramLabel = "K=V", description = "Set a build argument.")
    private final Map<String, String> buildArgs = new LinkedHashMap<>();

    @Option(names = "--no-wait", description = "Return when the workflow has started.")
    private boolean noWait;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or jsonl.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    DeployCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SourceFolder source = SourceFolder.open(console.resolve(folder));
        DeployRequest request = new DeployRequest(
                common.pipeline(console),
                source.appName(app),
                source,
                Environments.read(console, env, envFile),
                buildArgs,
                message,
                !noWait);
        DeployResult result;
        try (Progress progress = Displays.progress(console, output)) {
            result = new DeployRun(console, progress).run(request);
        }
        return new Results(console, output).print(result);
    }
}
