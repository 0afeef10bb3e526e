package dev.slipway.local.codebuild;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A buildspec, version 0.2.
 *
 * @param variables {@code env.variables}
 * @param exported {@code env.exported-variables}
 */
record Buildspec(Map<String, String> variables, List<String> exported, Map<BuildPhase, Commands> phases) {

    Buildspec {
        variables = Map.copyOf(variables);
        exported = List.copyOf(exported);
        phases = Map.copyOf(phases);
    }

    /**
     * What a phase runs.
     *
     * @param last commands that run even if one before them failed
     * @param onFailure what {@code on-failure} says
     */
    record Commands(List<String> commands, List<String> last, Optional<OnFailure> onFailure) {
        Commands {
            commands = List.copyOf(commands);
            last = List.copyOf(last);
        }

        static final Commands NONE = new Commands(List.of(), List.of(), Optional.empty());
    }

    /** Whether a build goes on after a failed phase. */
    enum OnFailure {
        ABORT,
        CONTINUE
    }

    Commands commands(BuildPhase phase) {
        return phases.getOrDefault(phase, Commands.NONE);
    }
}
