package dev.slipway.cli.deploy;

import dev.slipway.cli.progress.Step;
import dev.slipway.events.Stage;
import dev.slipway.telemetry.tree.TracedSpan;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a deployment consists of: the name of its span, the state of the workflow that does it, the step it is shown in. */
enum Task {
    PACK("deploy.pack", "", Step.UPLOAD),
    CREATE_DEPLOYMENT("deploy.create_deployment", "", Step.UPLOAD),
    UPLOAD("deploy.upload", "", Step.UPLOAD),
    RECEIVE("build.receive_tar", "", Step.SETUP),
    SETUP("build.setup", "Setup", Step.SETUP),
    BUILDKIT("build.buildkit", "BuildKit", Step.BUILD),
    LOCATE_ARTIFACT("build.locate_artifact", "LocateArtifact", Step.BUILD),
    CREATE_VERSION("build.create_version", "CreateVersion", Step.VERSION),
    ACTIVATE("build.activate", "Activate", Step.VERSION),
    LAUNCH("launcher.reconcile", "Launch", Step.LAUNCH);

    /** The way from one state to another; it is part of what it leads to. */
    static final String TRANSITION = "build.transition";

    private final String span;
    private final String state;
    private final Step step;

    Task(String span, String state, Step step) {
        this.span = span;
        this.state = state;
        this.step = step;
    }

    /** Returns the name of its span. */
    String span() {
        return span;
    }

    Step step() {
        return step;
    }

    static Optional<Task> ofState(String name) {
        return name.isEmpty() ? Optional.empty() : only(task -> task.state.equals(name));
    }

    static Optional<Task> of(TracedSpan span) {
        return span.name().equals(TRANSITION)
                ? ofState(span.attribute("to"))
                : only(task -> task.span.equals(span.name()));
    }

    /** Returns the step that shows a phase of a record; the first of the workflow where the record does not say. */
    static Step stepOf(@Nullable Stage stage) {
        return stage == null ? Step.SETUP : valueOf(stage.name()).step;
    }

    private static Optional<Task> only(Predicate<Task> is) {
        return Stream.of(values()).filter(is).findFirst();
    }
}
