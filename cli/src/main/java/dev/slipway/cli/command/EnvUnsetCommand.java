package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.state.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway env unset}: the live image, without some variables. */
@Command(name = "unset", description = "Remove variables and run the live image without them.")
final class EnvUnsetCommand extends FollowedCommand {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Variables to remove.")
    private List<String> names = List.of();

    @Option(names = "--app", paramLabel = "NAME", description = "Default: slipway.toml's, else this folder's name.")
    private @Nullable String app;

    EnvUnsetCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<String> unset =
                names.stream().distinct().map(Environments::checked).toList();
        String name = SourceFolder.open(console.resolve(Path.of("."))).appName(app);
        return follow(Kind.CONFIGURE, name, null, Map.of(), unset);
    }
}
