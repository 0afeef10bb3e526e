package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.console.PlainText;
import dev.slipway.cli.deploy.BuildLogText;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Logs;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway logs}: what an app or a build printed. */
@Command(name = "logs", description = "Show what an app printed, or with --build what its build printed.")
final class LogsCommand extends PipelineCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String LATEST = "";

    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    @Option(
            names = "--build",
            paramLabel = "ID",
            arity = "0..1",
            fallbackValue = LATEST,
            description = "The build's log; of this deployment, else of the latest.")
    private @Nullable String build;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            defaultValue = "PT1H",
            description = "How far back. Default: PT1H.")
    @SuppressWarnings("NullAway.Init")
    private Duration since;

    LogsCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        if (build == null) {
            String name = app(app);
            if (pipeline.records().deployments(name, 1).isEmpty()) {
                throw neverDeployed(name);
            }
            Logs.AppLog log = pipeline.logs().app(name, Instant.now().minus(since));
            print(log::next, List::of, () -> true);
        } else {
            DeploymentRecord record = deployment(pipeline);
            Logs.BuildLog log = pipeline.logs().build(buildId(pipeline, record));
            print(log::next, new BuildLogText()::take, () -> isBuilding(pipeline, record));
        }
        return ExitCode.OK;
    }

    /** Prints what is there, and with --follow what comes until nothing more can; then it looks once more. */
    private void print(Supplier<List<Logs.Line>> log, Function<String, List<String>> text, BooleanSupplier goesOn) {
        boolean more;
        do {
            more = follow && goesOn.getAsBoolean();
            for (Logs.Line line : log.get()) {
                String time = TIME.format(line.time());
                text.apply(line.text())
                        .forEach(part -> console.out()
                                .println(time + "  " + PlainText.of(part).stripTrailing()));
            }
            console.out().flush();
        } while (more && pause());
    }

    private static boolean isBuilding(Pipeline pipeline, DeploymentRecord record) {
        return pipeline.records()
                .deployment(record.app(), record.deploymentId())
                .filter(now -> now.status() == DeploymentStatus.BUILDING)
                .isPresent();
    }

    private static String buildId(Pipeline pipeline, DeploymentRecord record) {
        return pipeline.builds()
                .idOf(record)
                .orElseThrow(() -> CliFailure.usage(
                        "failed to find the build of " + record.deploymentId() + ": it did not begin",
                        "slipway history " + record.app() + " lists the deployments"));
    }

    private DeploymentRecord deployment(Pipeline pipeline) {
        String wanted = build == null ? LATEST : build;
        // `logs --build hello` means the app: an id has a form that no app's name has.
        boolean named = !wanted.isEmpty() && !DeploymentId.isValid(wanted);
        String name = app(named && app == null ? wanted : app);
        return pipeline.records().deployments(name, 50).stream()
                .filter(record -> DeploymentId.isValid(wanted)
                        ? record.deploymentId().equals(wanted)
                        : record.input().kind() == Kind.DEPLOY)
                .findFirst()
                .orElseThrow(() -> neverDeployed(name));
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
