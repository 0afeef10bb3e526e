package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.state.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollback}: an earlier version goes live again, without a build. */
@Command(name = "rollback", description = "Make an earlier version live again; no build is needed.")
final class RollbackCommand extends FollowedCommand {
    private static final Pattern NUMBER = Pattern.compile("v?([1-9][0-9]{0,8})");

    @Parameters(
            paramLabel = "APP|N",
            arity = "0..2",
            description = "The app, and the number of a version. Default: the app of this folder, the version before.")
    private List<String> wanted = List.of();

    @Option(names = "--app", paramLabel = "NAME", description = "The app, where it has the name of a version.")
    private @Nullable String app;

    RollbackCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<String> numbers =
                wanted.stream().filter(word -> NUMBER.matcher(word).matches()).toList();
        List<String> names =
                wanted.stream().filter(word -> !numbers.contains(word)).toList();
        if (numbers.size() > 1 || names.size() > 1 || (app != null && !names.isEmpty())) {
            throw CliFailure.usage(
                    "failed to roll back: one app and one version at most", "slipway versions lists them");
        }
        String named = names.isEmpty() ? app : names.get(0);
        String name = SourceFolder.open(console.resolve(Path.of("."))).appName(named);
        return follow(Kind.ROLLBACK, name, number(numbers), Map.of(), List.of());
    }

    private static @Nullable Long number(List<String> numbers) {
        if (numbers.isEmpty()) {
            return null;
        }
        String word = numbers.get(0);
        return Long.valueOf(word.startsWith("v") ? word.substring(1) : word);
    }
}
