package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.state.Attestations;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway versions}: what an app can be rolled back to. */
@Command(name = "versions", description = "List the versions of an app, the newest first.")
final class VersionsCommand extends PipelineCommand {
    private static final Pattern NUMBER = Pattern.compile("v?[1-9][0-9]{0,9}");

    @Parameters(
            paramLabel = "APP|N",
            arity = "0..2",
            description =
                    "The app, and a version of it. Default: the app of this folder, for --sbom and --provenance the"
                            + " live version.")
    private List<String> wanted = List.of();

    @Option(names = "--sbom", description = "Print what is in a version's image: an in-toto statement with SPDX.")
    private boolean sbom;

    @Option(
            names = "--provenance",
            description = "Print how a version's image was built: an in-toto statement with SLSA's provenance.")
    private boolean provenance;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
    private int limit;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    VersionsCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(wanted.stream()
                .filter(word -> !NUMBER.matcher(word).matches())
                .findFirst()
                .orElse(null));
        if (sbom || provenance) {
            return statements(pipeline, name);
        }
        List<VersionRecord> versions = number(wanted)
                .map(number -> List.of(version(pipeline, name, number)))
                .orElseGet(() -> pipeline.records().versions(name, limit));
        if (output != OutputFormat.TEXT) {
            console.out().println(Codec.write(versions));
            console.out().flush();
            return ExitCode.OK;
        }
        if (versions.isEmpty()) {
            throw neverDeployed(name);
        }
        long live = pipeline.records().live(name).map(LiveState::version).orElse(-1L);
        Instant now = Instant.now();
        Table table = new Table("VERSION", "", "CREATED", "STACK", "BUILDER", "DEPLOYMENT", "IMAGE");
        for (VersionRecord version : versions) {
            table.row(
                    "v" + version.version(),
                    version.version() == live ? "live" : "",
                    Ages.of(version.createdAt(), now),
                    version.stack(),
                    version.builder(),
                    version.deploymentId(),
                    version.runDigest());
        }
        table.print(console.out());
        return ExitCode.OK;
    }

    private ExitCode statements(Pipeline pipeline, String name) {
        long number = number(wanted)
                .or(() -> pipeline.records().live(name).map(LiveState::version))
                .or(() -> pipeline.records().versions(name, 1).stream()
                        .map(VersionRecord::version)
                        .findFirst())
                .orElseThrow(() -> neverDeployed(name));
        VersionRecord version = version(pipeline, name, number);
        if (sbom) {
            print(pipeline, version, "SBOM", Attestations::sbom);
        }
        if (provenance) {
            print(pipeline, version, "provenance", Attestations::provenance);
        }
        console.out().flush();
        return ExitCode.OK;
    }

    private void print(
            Pipeline pipeline, VersionRecord version, String what, Function<Attestations, @Nullable String> which) {
        Attestations attestations = version.attestations();
        String digest = attestations == null ? null : which.apply(attestations);
        if (digest == null) {
            String why = attestations == null
                    ? "it was built before there were any"
                    : attestations.missing().stream()
                            .filter(reason -> reason.startsWith("no " + what + ":"))
                            .findFirst()
                            .orElse("there is none");
            throw CliFailure.usage(
                    "failed to print the " + what + " of " + version.app() + " v" + version.version() + ": " + why,
                    "deploy again once the builder can make one");
        }
        console.out().println(pipeline.statements().read(version, digest).strip());
    }

    private static VersionRecord version(Pipeline pipeline, String name, long number) {
        return pipeline.records()
                .version(name, number)
                .orElseThrow(() -> CliFailure.usage(
                        "failed to find v" + number + " of " + name, "slipway versions " + name + " lists them"));
    }

    private static Optional<Long> number(List<String> words) {
        return words.stream()
                .filter(word -> NUMBER.matcher(word).matches())
                .map(word -> Long.valueOf(word.startsWith("v") ? word.substring(1) : word))
                .findFirst();
    }
}
