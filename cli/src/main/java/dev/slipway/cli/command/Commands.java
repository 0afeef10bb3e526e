package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** The table of commands, and how one is run. */
public final class Commands {
    private static final Map<String, Function<Console, Object>> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put("deploy", DeployCommand::new);
        TABLE.put("status", StatusCommand::new);
        TABLE.put("history", HistoryCommand::new);
        TABLE.put("versions", VersionsCommand::new);
        TABLE.put("rollback", RollbackCommand::new);
        TABLE.put("logs", LogsCommand::new);
        TABLE.put("trace", TraceCommand::new);
        TABLE.put("env", EnvCommand::withSubcommands);
        TABLE.put("cancel", CancelCommand::new);
        TABLE.put("open", OpenCommand::new);
        TABLE.put("destroy", DestroyCommand::new);
        TABLE.put("analyze", AnalyzeCommand::new);
        TABLE.put("init", InitCommand::new);
        TABLE.put("bootstrap", BootstrapCommand::new);
        TABLE.put("teardown", TeardownCommand::new);
        TABLE.put("local", LocalCommand::new);
        TABLE.put("doctor", DoctorCommand::new);
        TABLE.put("completion", CompletionCommand::new);
    }

    private Commands() {}

    /** Runs one command line and returns its exit code. */
    public static int run(Console console, String... arguments) {
        return create(console, arguments).execute(arguments);
    }

    /** Creates the whole command line, for help and completion. */
    static CommandLine all(Console console) {
        CommandLine line = root(console);
        TABLE.forEach((name, command) -> line.addSubcommand(name, command.apply(console)));
        return line;
    }

    private static CommandLine create(Console console, String... arguments) {
        Function<Console, Object> only = arguments.length == 0 ? null : TABLE.get(arguments[0]);
        // Reading the annotations of every command takes longer than running most of them.
        CommandLine line = only == null ? all(console) : root(console).addSubcommand(arguments[0], only.apply(console));
        FailureHandler failures = new FailureHandler(console);
        return line.setOut(console.out())
                .setErr(console.err())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.coloursResults() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static CommandLine root(Console console) {
        return new CommandLine(new SlipwayCommand(console));
    }
}
