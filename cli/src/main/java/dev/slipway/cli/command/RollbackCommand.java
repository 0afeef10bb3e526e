package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.state.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway rollback}: an earlier version goes live again, without a build. */
@Command(name = "rollback", description = "Make an earlier version live again; no build is needed.")
final class RollbackCommand extends FollowedCommand {
    @Parameters(index = "0", paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    @Parameters(
            index = "1",
            paramLabel = "N",
            arity = "0..1",
            description = "A version. Default: the one before the live one.")
    private @Nullable String version;

    RollbackCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        String name = SourceFolder.open(console.resolve(Path.of("."))).appName(app);
        return follow(Kind.ROLLBACK, name, number(), Map.of());
    }

    private @Nullable Long number() {
        if (version == null) {
            return null;
        }
        String digits = version.startsWith("v") ? version.substring(1) : version;
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw CliFailure.usage(
                    "failed to roll back: \"" + version + "\" is not the number of a version",
                    "slipway versions lists them");
        }
        return Long.valueOf(digits);
    }
}
