package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.source.SourceFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway init}: writes a slipway.toml to begin with. */
@Command(name = "init", description = "Write a slipway.toml to begin with; every line in it is optional.")
final class InitCommand implements Callable<Integer> {
    private static final String TEXT = """
            app = "%s"

            # [build]
            # dockerfile = "Dockerfile"
            # include = ["dist/"]           # packed although an ignore rule leaves it out
            # exclude = ["docs/"]

            # [web]
            # command = "node server.js"    # instead of the image's own
            # port = 8080                   # also told to the app as PORT

            # [health]
            # path = "/"
            # timeout = "30s"

            # [env]
            # GREETING = "hello"
            """;

    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = ".", description = "Default: this folder.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--app", paramLabel = "NAME", description = "Default: the folder's name.")
    private @Nullable String app;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path root = console.resolve(folder);
        Path file = root.resolve("slipway.toml");
        try {
            Files.writeString(
                    file, TEXT.formatted(SourceFolder.open(root).appName(app)), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw CliFailure.usage("failed to write " + file + ": it is there already", null);
        } catch (IOException e) {
            throw CliFailure.usage("failed to write " + file + ": " + e, "name a folder that can be written to");
        }
        console.out().println(file);
        console.out().flush();
        return ExitCode.OK.code();
    }
}
