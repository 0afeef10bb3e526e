package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.state.LiveState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway open}: prints an app's URL and shows it in a browser where there is one. */
@Command(name = "open", description = "Open a live app in the browser; its URL is printed too.")
final class OpenCommand extends PipelineCommand {
    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    OpenCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(app);
        LiveState live = pipeline.records().live(name).orElseThrow(() -> neverDeployed(name));
        console.out().println(live.url());
        console.out().flush();
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean desktop = mac
                || console.environment().containsKey("DISPLAY")
                || console.environment().containsKey("WAYLAND_DISPLAY");
        if (desktop) {
            try {
                new ProcessBuilder(mac ? "open" : "xdg-open", live.url())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                console.err().println("failed to open a browser: " + e.getMessage());
            }
        }
        return ExitCode.OK;
    }
}
