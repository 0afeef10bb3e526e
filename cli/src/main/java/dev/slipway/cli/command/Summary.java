package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.console.PlainText;
import dev.slipway.cli.console.TextWidth;
import dev.slipway.cli.deploy.DeployReport;
import dev.slipway.cli.progress.Durations;
import dev.slipway.cli.progress.Style;
import dev.slipway.cli.waterfall.Waterfall;
import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.LiveState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words at the end of a deployment. */
final class Summary {
    private static final int LONGEST = 3;
    /** The part of an id that is its time, in milliseconds: enough to find it by. */
    private static final int TIME_OF_ID = 10;

    private final Console console;
    private final Style style;

    Summary(Console console) {
        this.console = console;
        this.style = new Style(console.colours());
    }

    void live(DeployReport report, Waterfall timeline) {
        String took = Durations.of(Duration.ofMillis(report.durationMs()));
        Style results = new Style(console.coloursResults());
        console.out().println(results.bold("Live in " + took + " at " + report.url()));
        console.out().flush();
        console.err().println("Longest: " + longest(report, timeline) + trace(report));
        links(report);
        cost(report);
        console.err().flush();
    }

    void goesOn(DeployReport report) {
        console.err().println("It goes on by itself. To see how it is: slipway status " + report.app());
        if (report.phases().stream().anyMatch(phase -> phase.name() == Stage.UPLOAD)) {
            console.err().println("What its build says: slipway logs --build " + report.app() + " --follow");
        }
        console.err().println("To stop it: slipway cancel " + report.app());
        links(report);
        console.err().flush();
    }

    void notLive(DeployReport report, Optional<LiveState> live) {
        String what = report.app() + (report.version() == null ? "" : " v" + report.version());
        Failure failure = report.failure();
        lines(message(report, what, failure)).forEach(line -> console.err().println(style.red(line)));
        if (failure != null && failure.hint() != null) {
            lines("hint: " + failure.hint()).forEach(console.err()::println);
        }
        String stays = report.status() == DeploymentStatus.SUPERSEDED ? " is live at " : " is still live at ";
        live.ifPresent(state -> console.err().println("v" + state.version() + stays + state.url()));
        links(report);
        cost(report);
        console.err().flush();
    }

    private void cost(DeployReport report) {
        if (report.estimatedCostUsd() != null) {
            console.err().println(report.estimatedCostUsd().text());
        }
    }

    private void links(DeployReport report) {
        report.traceUrls().forEach(url -> console.err().println("Trace: " + url));
    }

    /** Breaks lines where a person reads them; a script finds a message on one. */
    private List<String> lines(String text) {
        String plain = PlainText.of(text);
        return console.terminal() ? TextWidth.wrap(plain, console.columns() - 1) : List.of(plain);
    }

    private static String message(DeployReport report, String what, @Nullable Failure failure) {
        return switch (report.status()) {
            case SUPERSEDED -> "failed to deploy " + what + ": a newer deployment is in its place";
            case CANCELLED -> "failed to deploy " + what + ": somebody cancelled it";
            default ->
                "failed to " + action(failure) + " " + what + ": "
                        + (failure == null ? "the pipeline does not say why" : failure.cause());
        };
    }

    private static String action(@Nullable Failure failure) {
        if (failure == null || failure.phase() == null) {
            return "deploy";
        }
        return switch (failure.phase()) {
            case CREATE_DEPLOYMENT -> "create the deployment of";
            case UPLOAD -> "upload";
            case SETUP -> "set up";
            case BUILDKIT -> "build";
            case LOCATE_ARTIFACT -> "find the image of";
            case CREATE_VERSION -> "create a version of";
            case ACTIVATE -> "activate";
            case LAUNCH -> "launch";
        };
    }

    private static String longest(DeployReport report, Waterfall timeline) {
        long all = Math.max(1, report.durationMs());
        return timeline.parts(LONGEST).stream()
                .map(part -> part.text()
                        + String.format(
                                Locale.ROOT, " (%d %%)", 100 * part.took().toMillis() / all))
                .collect(Collectors.joining(", "));
    }

    private static String trace(DeployReport report) {
        return report.traceId() == null
                ? ""
                : "     slipway trace " + report.deploymentId().substring(0, TIME_OF_ID);
    }
}
