package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.DeployReport;
import dev.slipway.cli.progress.Durations;
import dev.slipway.cli.progress.Style;
import dev.slipway.events.Stage;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.LiveState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words at the end of a deployment. */
final class Summary {
    private static final int LONGEST = 3;

    private final Console console;
    private final Style style;

    Summary(Console console) {
        this.console = console;
        this.style = new Style(console.colours());
    }

    void live(DeployReport report, Duration start) {
        String took = Durations.of(Duration.ofMillis(report.durationMs()));
        console.out().println(style.bold("Live in " + took + " at " + report.url()));
        console.out().flush();
        console.err().println("Longest: " + longest(report, start));
        console.err().flush();
    }

    void notLive(DeployReport report, Optional<LiveState> live) {
        String what = report.app() + (report.version() == null ? "" : " v" + report.version());
        Failure failure = report.failure();
        console.err().println(style.red(message(report, what, failure)));
        if (failure != null && failure.hint() != null) {
            console.err().println("hint: " + failure.hint());
        }
        live.ifPresent(state -> console.err().println("v" + state.version() + " is still live at " + state.url()));
        console.err().flush();
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

    private static String longest(DeployReport report, Duration start) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("start of this command", start.toMillis()));
        report.phases().forEach(phase -> parts.add(new Part(words(phase.name()), phase.durationMs())));
        parts.sort(Comparator.comparingLong(Part::millis).reversed());
        long all = Math.max(1, report.durationMs());
        return parts.stream()
                .limit(LONGEST)
                .map(part -> part.name() + " " + Durations.of(Duration.ofMillis(part.millis()))
                        + String.format(Locale.ROOT, " (%d %%)", 100 * part.millis() / all))
                .collect(Collectors.joining(", "));
    }

    private static String words(Stage stage) {
        return stage == Stage.BUILDKIT ? "build" : stage.id().replace('_', ' ');
    }

    private record Part(String name, long millis) {}
}
