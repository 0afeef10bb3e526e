package dev.slipway.cli.command;

import dev.slipway.cli.bootstrap.Bootstrap;
import dev.slipway.cli.bootstrap.BootstrapReport;
import dev.slipway.cli.bootstrap.Change;
import dev.slipway.cli.bootstrap.Place;
import dev.slipway.cli.bootstrap.Release;
import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.Interruption;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.local.Installation;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.SavedPipeline;
import dev.slipway.cli.pipeline.SavedPipelines;
import dev.slipway.cli.progress.Progress;
import dev.slipway.events.Codec;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway bootstrap}: brings the pipeline to an AWS account, or up to date there. */
@Command(name = "bootstrap", description = "Create the pipeline's stack on AWS, or bring it up to date.")
final class BootstrapCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Mixin
    final AwsOptions aws = new AwsOptions();

    @Option(names = "--otlp-endpoint", paramLabel = "URL", description = "Collector of spans; \"\" for none.")
    private @Nullable String otlpEndpoint;

    @Option(
            names = "--otlp-headers-secret",
            paramLabel = "ARN",
            description =
                    "Secret with the collector's headers. The collector layer wants them as JSON, too: --parameter "
                            + "CollectorHeadersSecret=ARN, or CollectorLayer=none.")
    private @Nullable String otlpHeadersSecret;

    @Option(
            names = "--permissions-boundary",
            paramLabel = "ARN",
            description = "Boundary of all roles of the pipeline.")
    private @Nullable String permissionsBoundary;

    @Option(names = "--vpc-subnets", paramLabel = "ID,ID", description = "Private subnets that the functions run in.")
    private @Nullable String vpcSubnets;

    @Option(names = "--vpc-security-groups", paramLabel = "ID,ID", description = "Their security groups there.")
    private @Nullable String vpcSecurityGroups;

    @Option(
            names = "--parameter",
            paramLabel = "K=V",
            description = "Any parameter of infra/template.yaml; it is kept.")
    private final Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    BootstrapCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String pipeline = aws.pipeline(common, console);
        if (!console.interactive() && !yes && !dryRun) {
            throw CliFailure.usage(
                    "failed to change the pipeline " + pipeline + ": there is nobody to ask",
                    "give --yes, or --dry-run to see what would change");
        }
        Release release = Release.of(Installation.ofProcess()
                .orElseThrow(() -> CliFailure.usage(
                        "failed to find what to bring to AWS: this command was not started by bin/slipway",
                        "run cli/bin/slipway of the repository")));
        Interruption interruption = Interruption.armed();
        BootstrapReport report;
        try (Clients clients = aws.clients(pipeline, console);
                Progress progress = Displays.progress(console, OutputFormat.TEXT)) {
            interruption.always(progress::close);
            report = new Bootstrap(clients, release, progress, interruption, console.temporaryFolder())
                    .run(new Bootstrap.Request(pipeline, given(), dryRun), this::approve);
        } finally {
            interruption.disarm();
        }
        if (!dryRun) {
            save(report);
        }
        print(report);
        return ExitCode.OK.code();
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>(parameters);
        put(given, "OtlpEndpoint", otlpEndpoint);
        put(given, "OtlpHeadersSecret", otlpHeadersSecret);
        put(given, "PermissionsBoundary", permissionsBoundary);
        put(given, "VpcSubnets", vpcSubnets);
        put(given, "VpcSecurityGroups", vpcSecurityGroups);
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private boolean approve(Place place, List<Change> changes) {
        Table table = new Table("CHANGE", "RESOURCE", "TYPE", "");
        changes.forEach(
                change -> table.row(change.kind().word(), change.resource(), change.type(), change.consequence()));
        if (output == OutputFormat.TEXT || !yes) {
            // What a dry run is for is its result.
            PrintWriter to = dryRun && output == OutputFormat.TEXT ? console.out() : console.err();
            table.print(to);
            to.println("Pipeline " + place.pipeline() + " in account " + place.account() + ", " + place.region() + ": "
                    + Counts.of(changes));
            to.flush();
        }
        return yes || (!dryRun && new Question(console).confirm("Change it?"));
    }

    private void save(BootstrapReport report) {
        Place place = report.place();
        new SavedPipelines(console.home())
                .save(new SavedPipeline(
                        place.pipeline(), place.region(), place.account(), report.version(), report.outputs()));
    }

    private void print(BootstrapReport report) {
        if (output == OutputFormat.TEXT) {
            console.out().println(text(report));
        } else {
            console.out().println(Codec.write(View.of(report)));
        }
        console.out().flush();
    }

    private String text(BootstrapReport report) {
        String name = "pipeline " + report.place().pipeline();
        return switch (report.status()) {
            case "planned" -> "Nothing was changed: this was a dry run";
            case "unchanged" ->
                "Nothing to change: " + name + " is as this command and its parameters say" + (dryRun ? "" : next());
            default -> name + " is " + report.status() + ", version " + report.version() + next();
        };
    }

    private static String next() {
        return System.lineSeparator() + "Deploy to it from now on: slipway deploy DIR";
    }

    private record View(
            String status,
            String pipeline,
            String account,
            String region,
            String version,
            List<Line> changes,
            Map<String, String> outputs) {
        static View of(BootstrapReport report) {
            Place place = report.place();
            return new View(
                    report.status(),
                    place.pipeline(),
                    place.account(),
                    place.region(),
                    report.version(),
                    report.changes().stream().map(Line::of).toList(),
                    new TreeMap<>(report.outputs()));
        }
    }

    private record Line(String change, String resource, String type, String consequence) {
        static Line of(Change change) {
            return new Line(change.kind().word(), change.resource(), change.type(), change.consequence());
        }
    }
}
