package dev.slipway.plan.java;

import dev.slipway.plan.source.PlanException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A part of a build that makes something runnable.
 *
 * @param folder below the root, {@code .} for the root itself
 * @param name as the build calls it
 * @param file that says so
 */
record JavaModule(String folder, String name, String file, JavaRunner runner) {
    /**
     * Chooses the module to run: a server before what merely runs, then the one that is called like the app.
     *
     * @throws PlanException when more than one is left
     */
    static Optional<JavaModule> choose(List<JavaModule> modules, String app) {
        List<JavaModule> servers =
                modules.stream().filter(module -> module.runner().isServer()).toList();
        List<JavaModule> candidates = servers.isEmpty() ? modules : servers;
        if (candidates.size() < 2) {
            return candidates.stream().findFirst();
        }
        return Optional.of(candidates.stream()
                .filter(module -> module.name().equals(app))
                .findFirst()
                .orElseThrow(() -> new PlanException(
                        "more than one module can run: "
                                + candidates.stream().map(JavaModule::name).collect(Collectors.joining(", ")),
                        "name the app after one of them, or write a Dockerfile")));
    }

    /** Returns a path below the module's folder. */
    String path(String below) {
        return folder.equals(".") ? below : folder + "/" + below;
    }
}
