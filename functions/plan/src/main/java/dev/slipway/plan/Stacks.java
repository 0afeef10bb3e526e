package dev.slipway.plan;

import dev.slipway.plan.go.GoStack;
import dev.slipway.plan.java.GradleStack;
import dev.slipway.plan.java.JavaJarStack;
import dev.slipway.plan.java.JavaSourceStack;
import dev.slipway.plan.java.MavenStack;
import dev.slipway.plan.node.BunStack;
import dev.slipway.plan.node.NodeStack;
import dev.slipway.plan.python.PythonScriptStack;
import dev.slipway.plan.python.PythonStack;
import dev.slipway.plan.ruby.RubyStack;
import dev.slipway.plan.rust.RustStack;
import dev.slipway.plan.site.StaticSiteStack;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stacks in the order in which they are tried; a Dockerfile comes before all of them.
 *
 * <p>Compiled languages and frameworks come before Node, because many of them keep a package.json for their assets, and
 * build files before loose ones, because they say more.
 */
final class Stacks {
    private static final List<Stack> BY_BUILD_FILE = List.of(
            new MavenStack(),
            new GradleStack(),
            new GoStack(),
            new RustStack(),
            new RubyStack(),
            new PythonStack(),
            new BunStack(),
            new NodeStack());

    private static final List<Stack> BY_LOOSE_FILES =
            List.of(new JavaSourceStack(), new JavaJarStack(), new PythonScriptStack(), new StaticSiteStack());

    private Stacks() {}

    /** Returns what the first stack that matches makes of a source, with a note on those that would have matched too. */
    static Detection detect(Project project) {
        for (int i = 0; i < BY_BUILD_FILE.size(); i++) {
            Optional<Detection> detection = BY_BUILD_FILE.get(i).detect(project);
            if (detection.isPresent()) {
                return withRivals(project, detection.get(), BY_BUILD_FILE.subList(i + 1, BY_BUILD_FILE.size()));
            }
        }
        return BY_LOOSE_FILES.stream()
                .flatMap(stack -> stack.detect(project).stream())
                .findFirst()
                .orElseThrow(Stacks::nothing);
    }

    private static PlanException nothing() {
        String lookedFor = Stream.concat(BY_BUILD_FILE.stream(), BY_LOOSE_FILES.stream())
                .map(Stack::lookedFor)
                .collect(Collectors.joining(", "));
        return new PlanException(
                "nothing in it says how to build it (looked for Dockerfile, " + lookedFor + ")",
                "add one of these files, or a Dockerfile; `slipway analyze` shows what is found");
    }

    private static Detection withRivals(Project project, Detection taken, List<Stack> later) {
        List<String> notes = new ArrayList<>(taken.notes());
        later.stream()
                .flatMap(stack -> rival(project, stack).stream())
                .filter(rival -> !rival.stack().equals(taken.stack()))
                .forEach(rival -> notes.add(rival.reason() + " would make it " + rival.stack() + ", but "
                        + taken.stack() + " comes first; a Dockerfile decides otherwise"));
        return taken.withNotes(notes);
    }

    private static Optional<Detection> rival(Project project, Stack stack) {
        try {
            return stack.detect(project);
        } catch (PlanException e) {
            // What the source is not taken for may be as broken as it likes.
            return Optional.empty();
        }
    }
}
