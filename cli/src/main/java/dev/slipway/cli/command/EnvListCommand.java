package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway env list}: what the live version runs with, but for what is sensitive. */
@Command(name = "list", description = "List the variables that the live version runs with.")
final class EnvListCommand extends PipelineCommand {
    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    EnvListCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(app);
        LiveState live = pipeline.records().live(name).orElseThrow(() -> neverDeployed(name));
        VersionRecord version = pipeline.records().version(name, live.version()).orElseThrow(() -> neverDeployed(name));
        Map<String, String> shown = new TreeMap<>();
        version.config().env().forEach((variable, value) -> shown.put(variable, quoted(value)));
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
        return entry.sensitive() ? "(sensitive)" : quoted(entry.value());
    }

    /** One line a variable, as a file of variables has it: what would begin another line stands in quotes. */
    private static String quoted(String value) {
        if (value.chars().noneMatch(Character::isISOControl)) {
            return value;
        }
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + escaped.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
