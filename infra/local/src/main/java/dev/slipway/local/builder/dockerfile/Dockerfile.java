package dev.slipway.local.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Dockerfile, read.
 *
 * @param escape the escape character, a backslash unless a directive says otherwise
 * @param globals ARG instructions before the first FROM
 */
public record Dockerfile(char escape, List<Instruction> globals, List<Stage> stages) {

    public Dockerfile {
        globals = List.copyOf(globals);
        stages = List.copyOf(stages);
    }

    /** Reads the text of a Dockerfile. */
    public static Dockerfile parse(String text) {
        LogicalLines lines = new LogicalLines(text);
        List<Instruction> globals = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        List<Instruction> current = new ArrayList<>();
        Optional<Instruction> from = Optional.empty();
        for (Instruction instruction : lines.instructions()) {
            if (instruction.keyword().equals("FROM")) {
                if (from.isPresent()) {
                    stages.add(stage(stages.size(), from.get(), current));
                }
                from = Optional.of(instruction);
                current = new ArrayList<>();
            } else if (from.isPresent()) {
                current.add(instruction);
            } else if (instruction.keyword().equals("ARG")) {
                globals.add(instruction);
            } else {
                throw instruction.problem("no build stage in current context: FROM must come first");
            }
        }
        if (from.isEmpty()) {
            throw new DockerfileProblem(1, "the file has no FROM");
        }
        stages.add(stage(stages.size(), from.get(), current));
        return new Dockerfile(lines.escape(), globals, stages);
    }

    private static Stage stage(int index, Instruction from, List<Instruction> instructions) {
        List<String> words = List.of(from.arguments().strip().split("\\s+", -1));
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
        if (words.get(0).isEmpty() || !(named || words.size() == 1)) {
            throw from.problem("FROM requires either one or three arguments");
        }
        for (String flag : from.flags().keySet()) {
            if (!flag.equals("platform")) {
                throw from.problem("unknown flag: --" + flag);
            }
        }
        return new Stage(
                index,
                named ? Optional.of(words.get(2).toLowerCase(Locale.ROOT)) : Optional.empty(),
                words.get(0),
                Optional.ofNullable(from.flags().get("platform")),
                from,
                instructions);
    }

    /** Finds the stage that a target, or a COPY --from, names by its name or number; only those before a given one. */
    public Optional<Stage> stage(String reference, int before) {
        String name = reference.toLowerCase(Locale.ROOT);
        Optional<Stage> found = Optional.empty();
        for (Stage stage : stages.subList(0, before)) {
            // Of two stages with one name the later counts, as in BuildKit.
            if (stage.name().filter(name::equals).isPresent()
                    || Integer.toString(stage.index()).equals(name)) {
                found = Optional.of(stage);
            }
        }
        return found;
    }
}
