package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pack.SourceListing;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.Codec;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.plan.PlanOptions;
import dev.slipway.plan.Planner;
import dev.slipway.plan.source.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway analyze}: how a folder would be built, without building it. */
@Command(name = "analyze", description = "Show how a folder would be built and run; nothing is deployed.")
final class AnalyzeCommand implements Callable<Integer> {
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

    @Option(names = "--build-arg", paramLabel = "K=V", description = "Set a build argument.")
    private final Map<String, String> buildArgs = new LinkedHashMap<>();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    AnalyzeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path root = console.resolve(folder);
        if (!Files.isDirectory(root)) {
            throw CliFailure.usage(
                    "failed to analyze " + folder + ": "
                            + (Files.exists(root) ? "it is not a folder" : "no such folder"),
                    "name the folder that holds the application's source");
        }
        SourceFolder source = SourceFolder.open(root);
        String name = source.appName(app);
        FolderTree tree = new FolderTree(root, SourceListing.files(root, source.packing()));
        BuildPlan plan = Planner.plan(tree, new PlanOptions(name, buildArgs, null));
        if (output == OutputFormat.TEXT) {
            print(name, plan);
        } else {
            console.out().println(Codec.write(plan));
        }
        console.out().flush();
        return ExitCode.OK.code();
    }

    private void print(String name, BuildPlan plan) {
        String version = plan.stackVersion() == null ? "" : " " + plan.stackVersion();
        line("app", name);
        line("stack", plan.stack() + version);
        line("rule", plan.rule());
        line("reason", plan.reason());
        line("context", plan.context());
        line("port", Integer.toString(plan.run().port()));
        if (plan.run().command() != null) {
            line("command", plan.run().command());
        }
        line("health", "GET " + plan.run().health().path());
        plan.notes().forEach(note -> line("note", note));
        if (plan.generatedDockerfile() == null) {
            line("Dockerfile", plan.dockerfile() + " (the source's own)");
        } else {
            console.out().println("Dockerfile (generated):");
            plan.generatedDockerfile().lines().forEach(text -> console.out().println("    " + text));
        }
    }

    private void line(String word, String text) {
        console.out().println((word + ":" + " ".repeat(12)).substring(0, 12) + text);
    }
}
