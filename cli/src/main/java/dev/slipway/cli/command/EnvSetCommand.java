package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway env set}: the live image, with other variables. */
@Command(name = "set", description = "Set variables and run the live image with them.")
final class EnvSetCommand extends FollowedCommand {
    @Parameters(paramLabel = "K=V", description = "Variables that may be shown.")
    private final Map<String, String> env = new LinkedHashMap<>();

    @Option(
            names = "--sensitive",
            paramLabel = "NAME",
            description = "A sensitive variable; its value is typed, or comes from standard input as it is.")
    private @Nullable String sensitive;

    @Option(names = "--env-file", paramLabel = "FILE", description = "Sensitive variables; - reads standard input.")
    private @Nullable String envFile;

    @Option(names = "--app", paramLabel = "NAME", description = "Default: slipway.toml's, else this folder's name.")
    private @Nullable String app;

    EnvSetCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        if (sensitive != null && "-".equals(envFile)) {
            throw CliFailure.usage(
                    "failed to set variables: standard input is either a value or a file",
                    "put the variable of --sensitive into the file");
        }
        Map<String, EnvironmentEntry> entries = Environments.read(console, env, envFile);
        if (sensitive != null) {
            entries.put(Environments.checked(sensitive), SensitiveInput.read(console, sensitive));
        }
        if (entries.isEmpty()) {
            throw CliFailure.usage(
                    "failed to set variables: none is given",
                    "slipway env set NAME=value, --sensitive NAME, or --env-file FILE");
        }
        Environments.requireSize(entries);
        String name = SourceFolder.open(console.resolve(Path.of("."))).appName(app);
        return follow(Kind.CONFIGURE, name, null, entries, List.of());
    }
}
