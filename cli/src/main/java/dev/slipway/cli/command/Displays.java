package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.console.Terminal;
import dev.slipway.cli.progress.JsonProgress;
import dev.slipway.cli.progress.LineProgress;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Style;
import dev.slipway.cli.progress.TerminalProgress;
import java.time.Clock;
import java.time.ZoneId;

/** Chooses how progress is shown. */
final class Displays {
    private Displays() {}

    static Progress progress(Console console, OutputFormat output) {
        if (output == OutputFormat.JSONL) {
            return new JsonProgress(console.out(), Clock.systemUTC());
        }
        return console.terminal()
                ? new TerminalProgress(
                        console.err(), new Style(console.colours()), Terminal.of(console), Clock.systemUTC())
                : new LineProgress(console.err(), Clock.system(ZoneId.systemDefault()));
    }
}
