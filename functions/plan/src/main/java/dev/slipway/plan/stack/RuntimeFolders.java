package dev.slipway.plan.stack;

import dev.slipway.plan.dockerfile.Dockerfile;
import java.util.List;
import java.util.stream.Stream;

/** Folders that a compiled app reads while it runs, by the names that people give them. */
public final class RuntimeFolders {
    private static final List<String> NAMES =
            List.of("assets", "config", "migrations", "public", "static", "templates", "views", "web");

    private RuntimeFolders() {}

    /** Copies those that are there beside the binary, and returns a note that says so. */
    public static Stream<String> copy(Dockerfile dockerfile, Project project) {
        List<String> present = NAMES.stream().filter(project.tree()::hasFolder).toList();
        present.forEach(folder -> dockerfile.copyBuilt("/src/" + folder, folder + "/"));
        return present.isEmpty()
                ? Stream.empty()
                : Stream.of("beside the binary stand " + String.join(", ", present) + "; nothing else of the source");
    }
}
