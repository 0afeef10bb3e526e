package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.pipeline.ExecutionListener;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the states of the workflow as the steps that a person knows. */
final class ExecutionProgress implements ExecutionListener {
    private static final Duration LONGEST_PAUSE_OF_OUTPUT = Duration.ofMillis(400);

    private final Progress progress;
    private final BuildTree tree;
    private final BuildProgress build;
    private final AppOutput app;
    private final Controls controls;
    private final StepTexts texts = new StepTexts();
    private @Nullable Step step;
    private Instant last = Instant.EPOCH;
    private boolean broken;

    ExecutionProgress(Progress progress, BuildTree tree, BuildProgress build, AppOutput app, Controls controls) {
        this.progress = progress;
        this.tree = tree;
        this.build = build;
        this.app = app;
        this.controls = controls;
    }

    @Override
    public void entered(String state, Instant at) {
        last = at;
        Task task = Task.ofState(state).orElse(null);
        Step next = task == null ? null : task.step();
        if (next == null ? state.equals("RecordOutcome") : next != step) {
            finish(at);
            if (next != null && !broken) {
                begin(next, at);
            }
        }
        if (task != null) {
            tree.entered(task, at);
        }
    }

    @Override
    public void left(String state, Instant at, JsonNode result) {
        last = at;
        Optional<Task> task = Task.ofState(state);
        task.ifPresent(known -> {
            texts.take(known, result.path("Payload"));
            tree.left(known, state, at, result);
        });
        String outcome = result.path("Payload").path("outcome").asText();
        if (task.isPresent()) {
            // Every task of the workflow answers something, so one that did not was caught.
            broken = result.isMissingNode() || outcome.equals("failed") || outcome.equals("superseded");
        }
    }

    @Override
    public void buildSubmitted(String buildId) {
        build.begin(buildId);
    }

    @Override
    public boolean idle(Duration pause) throws InterruptedException {
        boolean output = controls.output();
        if (step == Step.BUILD) {
            build.look(output);
        } else if (step == Step.LAUNCH) {
            progress.current(texts.waiting(), null);
            app.look(output);
        }
        boolean shorter = output && pause.compareTo(LONGEST_PAUSE_OF_OUTPUT) > 0;
        return controls.pause(shorter ? LONGEST_PAUSE_OF_OUTPUT : pause, output);
    }

    /** Returns the step that failed and for how long it had run; null when all of them went well. */
    @Nullable
    Step failedStep() {
        return step;
    }

    /** Returns the words for a step that has failed, from the cause that the record gives. */
    String failedText(Step failed, String cause) {
        return texts.failed(failed, cause);
    }

    /** Takes when the outcome was written. */
    void ended(Instant at) {
        tree.ended(at);
    }

    Duration failedAfter() {
        return step == null ? Duration.ZERO : tree.took(step, last);
    }

    private void begin(Step next, Instant at) {
        step = next;
        progress.begin(next);
        if (next == Step.LAUNCH) {
            app.begin(at);
        }
    }

    private void finish(Instant at) {
        Step ending = step;
        if (ending == Step.BUILD) {
            build.end();
        }
        if (ending == null || broken) {
            return;
        }
        step = null;
        progress.done(ending, tree.took(ending, at), texts.of(ending));
        if (ending == Step.BUILD) {
            tree.phases(at).ifPresent(progress::detail);
        }
    }
}
