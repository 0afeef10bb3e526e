package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway env}: the variables of an app. */
@Command(name = "env", description = "List the variables of an app, or set some and run the live image with them.")
final class EnvCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    EnvCommand(Console console) {
        this.console = console;
    }

    /** Lists. */
    @Command(name = "list", description = "List the variables that the live version runs with.")
    static final class ListCommand extends PipelineCommand {
        @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
        private @Nullable String app;

        ListCommand(Console console) {
            super(console);
        }

        @Override
        ExitCode run(Pipeline pipeline) {
            String name = app(app);
            LiveState live = pipeline.records().live(name).orElseThrow(() -> neverDeployed(name));
            VersionRecord version =
                    pipeline.records().version(name, live.version()).orElseThrow(() -> neverDeployed(name));
            Map<String, String> shown = new TreeMap<>(version.config().env());
            if (version.environmentRevision() != null) {
                pipeline.records()
                        .environment(name, version.environmentRevision())
                        .map(EnvironmentRecord::entries)
                        .orElse(Map.of())
                        .forEach((variable, entry) -> shown.put(variable, shown(entry)));
            }
            shown.forEach((variable, value) -> console.out().println(variable + "=" + value));
            console.out().flush();
            return ExitCode.OK;
        }

        private static String shown(EnvironmentEntry entry) {
            return entry.sensitive() ? "(sensitive)" : entry.value();
        }
    }

    /** Sets. */
    @Command(name = "set", description = "Set variables and run the live image with them.")
    static final class SetCommand extends FollowedCommand {
        @Parameters(paramLabel = "K=V", description = "Variables that may be shown.")
        private final Map<String, String> env = new LinkedHashMap<>();

        @Option(names = "--env-file", paramLabel = "FILE", description = "Sensitive variables; - reads standard input.")
        private @Nullable String envFile;

        @Option(names = "--app", paramLabel = "NAME", description = "Default: slipway.toml's, else this folder's name.")
        private @Nullable String app;

        SetCommand(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Map<String, EnvironmentEntry> entries = Environments.read(console, env, envFile);
            if (entries.isEmpty()) {
                throw dev.slipway.cli.failure.CliFailure.usage(
                        "failed to set variables: none is given", "slipway env set NAME=value, or --env-file FILE");
            }
            String name = SourceFolder.open(console.resolve(Path.of("."))).appName(app);
            return follow(Kind.CONFIGURE, name, null, entries);
        }
    }

    static CommandLine withSubcommands(Console console) {
        return new CommandLine(new EnvCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new SetCommand(console));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE.code();
    }
}
