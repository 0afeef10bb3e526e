package dev.slipway.plan.stack;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.source.SourceTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a stack may look at.
 *
 * @param tree the build context
 * @param app name of the app; part of the ids of cache mounts
 * @param command that runs instead of the one found; its being there makes a missing entry point no error
 * @param port told to the image as PORT, for a run without the pipeline
 * @param arguments names of build arguments
 * @param secrets names of build secrets
 */
public record Project(
        SourceTree tree, String app, @Nullable String command, int port, Set<String> arguments, Set<String> secrets) {
    public Project {
        arguments = Set.copyOf(arguments);
        secrets = Set.copyOf(secrets);
    }

    /** Says whether a file is there. */
    public boolean has(String path) {
        return tree.has(path);
    }

    /** Returns the text of a file that is there. */
    public Optional<String> text(String path) {
        return tree.text(path);
    }

    /** Returns those of the files that are there, in the given order. */
    public List<String> present(String... paths) {
        return List.of(paths).stream().filter(tree::has).toList();
    }

    /** Returns the first of the files that is there. */
    public Optional<String> first(String... paths) {
        return present(paths).stream().findFirst();
    }

    /** Returns an empty Dockerfile that knows the build's arguments and secrets. */
    public Dockerfile dockerfile() {
        return new Dockerfile(arguments, secrets);
    }

    /** Returns the files directly in the root that end so, in order. */
    public List<String> atRoot(String suffix) {
        return tree.files().stream()
                .filter(file -> file.endsWith(suffix) && file.indexOf('/') < 0)
                .toList();
    }

    /** Returns a cache mount of this app for a package manager. */
    public String cache(String manager, String target) {
        return Dockerfile.cache(app + "-" + manager, target);
    }

    /** Returns the variables of the stage that runs: PORT, and what the stack needs. */
    public Map<String, String> env(String... namesAndValues) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PORT", Integer.toString(port));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            env.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return env;
    }

    /** Returns the words that run a line of shell, which sees PORT. */
    public static List<String> shell(String line) {
        return List.of("sh", "-c", line);
    }

    /** Says whether the command that replaces the found one names a path, so that it has to be there. */
    public boolean commandNames(String path) {
        return command != null && command.contains(path);
    }

    /** Returns the given command, or else the one that replaces it, or else throws what is missing. */
    public List<String> startedBy(Optional<List<String>> found, Supplier<PlanException> missing) {
        return found.or(() -> Optional.ofNullable(command).map(Project::shell)).orElseThrow(missing);
    }
}
