package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.progress.Sizes;
import dev.slipway.cli.progress.Style;
import dev.slipway.cli.waterfall.Earlier;
import dev.slipway.cli.waterfall.Page;
import dev.slipway.cli.waterfall.Subject;
import dev.slipway.cli.waterfall.TextWaterfall;
import dev.slipway.cli.waterfall.Waterfall;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway trace}: where the time of a deployment went. */
@Command(name = "trace", description = "Show where the time of a deployment went, span by span.")
final class TraceCommand extends PipelineCommand {
    private static final String STREAM = "-";
    /** How many deployments back one is looked for whose trace is still there. */
    private static final int BACK = 20;

    private static final Set<DeploymentStatus> WAS_LIVE =
            EnumSet.of(DeploymentStatus.LIVE, DeploymentStatus.ROLLED_BACK);

    @Parameters(
            paramLabel = "DEPLOYMENT",
            arity = "0..1",
            description =
                    "A deployment's id or its beginning; an app's name for its latest. Default: the app of this folder.")
    private @Nullable String wanted;

    @Option(names = "--all", description = "Show calls to AWS and what took less than a millisecond, too.")
    private boolean all;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page for a browser instead; - for the output.")
    private @Nullable String html;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json for OTLP/JSON.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    TraceCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        if (html != null && output != OutputFormat.TEXT) {
            throw CliFailure.usage("failed to choose a form: --html and --output are two", "give one of them");
        }
        DeploymentRecord record = record(pipeline);
        if (output != OutputFormat.TEXT) {
            copy(pipeline.traces().json(record));
            return ExitCode.OK;
        }
        Subject subject = subject(pipeline, record);
        if (html == null) {
            new TextWaterfall(waterfall(pipeline, record), subject, style(), console.columns(), all)
                    .print(console.out());
        } else {
            // First what is summed up: two traces at once may be too many.
            Earlier earlier = earlier(pipeline, record).orElse(null);
            write(html, new Page(waterfall(pipeline, record), subject, earlier));
        }
        return ExitCode.OK;
    }

    /** The waterfall goes to the output, which may be a file while a person watches the errors. */
    private Style style() {
        return new Style(console.coloursResults());
    }

    private DeploymentRecord record(Pipeline pipeline) {
        String asked = wanted == null ? "" : wanted.toUpperCase(Locale.ROOT);
        // An id begins with a digit, and no app's name does.
        if (!asked.matches("[0-7][0-9A-HJKMNP-TV-Z]{0,25}")) {
            String name = app(wanted);
            return pipeline.records().deployments(name, 1).stream().findFirst().orElseThrow(() -> neverDeployed(name));
        }
        List<String> apps =
                hasAppOption() ? List.of(app(null)) : pipeline.records().apps();
        List<Found> found = apps.stream()
                .flatMap(name ->
                        pipeline.records().deploymentIds(name, asked).stream().map(id -> new Found(name, id)))
                .toList();
        if (found.size() > 1) {
            throw CliFailure.usage(
                    "failed to find the deployment: " + found.size() + " begin with " + asked,
                    "such as " + found.get(0).id() + " and " + found.get(1).id());
        }
        return found.stream()
                .findFirst()
                .flatMap(one -> pipeline.records().deployment(one.app(), one.id()))
                .orElseThrow(() -> CliFailure.usage(
                        "failed to find the deployment: none begins with " + asked, "slipway history lists them"));
    }

    private record Found(String app, String id) {}

    private Subject subject(Pipeline pipeline, DeploymentRecord record) {
        String traceId =
                record.input().trace() == null ? "" : record.input().trace().traceId();
        Optional<String> url =
                pipeline.traces().url(traceId, console.environment().get("SLIPWAY_TRACE_URL_TEMPLATE"));
        return Subject.of(record, traceId, url.orElse(null), ZonedDateTime.now(ZoneId.systemDefault()));
    }

    private static Waterfall waterfall(Pipeline pipeline, DeploymentRecord record) {
        return Waterfall.of(pipeline.traces().tree(record), record.deploymentId());
    }

    /** Sums up the last deployment before this one that was of its kind, went live and has its trace still. */
    private Optional<Earlier> earlier(Pipeline pipeline, DeploymentRecord record) {
        return pipeline.records().deployments(record.app(), BACK).stream()
                .filter(other -> other.sequence() < record.sequence())
                .filter(other -> other.input().kind() == record.input().kind())
                .filter(other -> WAS_LIVE.contains(other.status()))
                .flatMap(other -> pipeline.traces().find(other).stream()
                        .map(trace -> Earlier.of(Waterfall.of(trace, other.deploymentId()), subject(pipeline, other))))
                .findFirst();
    }

    private void copy(Reader json) {
        try (json) {
            json.transferTo(console.out());
            console.out().println();
            console.out().flush();
        } catch (IOException e) {
            throw new CliFailure(ExitCode.UNREACHABLE, "failed to read the trace: " + e.getMessage(), null, e);
        }
    }

    private void write(String file, Page page) {
        try {
            if (file.equals(STREAM)) {
                page.write(console.out());
                console.out().flush();
                return;
            }
            Path path = console.resolve(Path.of(file));
            try (Writer out = new OutputStreamWriter(Files.newOutputStream(path), StandardCharsets.UTF_8)) {
                page.write(out);
            }
            console.err().println("Wrote " + path + " (" + Sizes.of(Files.size(path)) + "): open it in a browser");
            console.err().flush();
        } catch (IOException | InvalidPathException e) {
            throw CliFailure.usage("failed to write the page: " + e, "name a file in a folder that can be written to");
        }
    }
}
