package dev.slipway.local.builder;

import dev.slipway.local.builder.dockerfile.Dockerfile;
import dev.slipway.local.builder.dockerfile.Instruction;
import dev.slipway.local.builder.dockerfile.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The stages that a target needs, as BuildKit finds them: a stage that nothing needs is not looked at further. */
record BuildPlan(Dockerfile file, Stage target, List<Stage> stages) {
    private static final Set<String> STEPS = Set.of("ADD", "COPY", "RUN", "WORKDIR");

    static BuildPlan of(Dockerfile file, Optional<String> target, Variables variables) {
        Stage last = file.stages().get(file.stages().size() - 1);
        Stage wanted = target.map(name -> file.stage(name, file.stages().size())
                        .orElseThrow(() -> new BuildFailure(
                                "target stage \"%s\" could not be found".formatted(name),
                                "name a stage of the Dockerfile in [build] target")))
                .orElse(last);
        Set<Integer> needed = new TreeSet<>();
        collect(file, wanted, variables, needed);
        return new BuildPlan(
                file, wanted, needed.stream().map(file.stages()::get).toList());
    }

    private static void collect(Dockerfile file, Stage stage, Variables variables, Set<Integer> needed) {
        if (!needed.add(stage.index())) {
            return;
        }
        file.stage(variables.global(stage.from(), stage.base()), stage.index())
                .ifPresent(base -> collect(file, base, variables, needed));
        for (Instruction instruction : stage.instructions()) {
            Optional.ofNullable(instruction.flags().get("from"))
                    .flatMap(from -> file.stage(from, stage.index()))
                    .ifPresent(from -> collect(file, from, variables, needed));
        }
    }

    /** Refuses what only a container engine can do before anything is done. */
    void requireNoEngine(String dockerfile) {
        for (Stage stage : stages) {
            for (Instruction instruction : stage.instructions()) {
                if (instruction.keyword().equals("RUN")) {
                    throw BuildFailure.needsEngine(dockerfile, instruction.line(), brief(instruction));
                }
                if (instruction.keyword().equals("ONBUILD")) {
                    throw BuildFailure.needsEngine(dockerfile, instruction.line(), "ONBUILD");
                }
            }
        }
    }

    private static String brief(Instruction instruction) {
        String text = instruction.text();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    /** Counts the steps of a stage that BuildKit would number, FROM included. */
    static int steps(Stage stage) {
        return 1 + (int) stage.instructions().stream().filter(BuildPlan::isStep).count();
    }

    static boolean isStep(Instruction instruction) {
        return STEPS.contains(instruction.keyword());
    }

    /** Names a step as BuildKit does: {@code [builder 2/4] COPY . .}. */
    String stepName(Stage stage, int number, String text) {
        String prefix = file.stages().size() == 1 ? "" : stage.name().orElse("stage-" + stage.index()) + " ";
        return "[%s%d/%d] %s".formatted(prefix, number, steps(stage), text);
    }
}
