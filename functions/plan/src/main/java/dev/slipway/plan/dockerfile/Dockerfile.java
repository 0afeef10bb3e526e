package dev.slipway.plan.dockerfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a Dockerfile instruction by instruction. Not thread-safe. */
public final class Dockerfile {
    /** Neither root nor anybody the base images know, and a number, so that a runtime can tell without the image. */
    public static final String USER = "10001:10001";

    private static final String CONTINUED = " \\\n    ";

    private final StringBuilder out = new StringBuilder();
    private final List<String> secretMounts;
    private final Collection<String> arguments;

    /**
     * Creates an empty one.
     *
     * @param arguments names of build arguments that commands see as variables
     * @param secrets names of secrets that commands see as variables
     */
    public Dockerfile(Collection<String> arguments, Collection<String> secrets) {
        this.arguments = arguments.stream().sorted().toList();
        this.secretMounts = secrets.stream()
                .sorted()
                .map(id -> "--mount=type=secret,id=" + id + ",env=" + id)
                .toList();
    }

    /** Begins the stage that builds. */
    public Dockerfile buildStage(String image) {
        return line("FROM " + image + " AS build");
    }

    /** Begins the stage that runs. */
    public Dockerfile runStage(String image) {
        if (!out.isEmpty()) {
            out.append('\n');
        }
        return line("FROM " + image);
    }

    /** Says why the next line is there. */
    public Dockerfile comment(String text) {
        return line("# " + text);
    }

    public Dockerfile workdir(String folder) {
        return line("WORKDIR " + folder);
    }

    /** Sets variables, in the order of the map. */
    public Dockerfile env(Map<String, String> variables) {
        return line(variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + value(variable.getValue()))
                .collect(Collectors.joining(" ", "ENV ", "")));
    }

    /** Copies the whole context into the working folder. */
    public Dockerfile copyAll() {
        return line("COPY . .");
    }

    /** Copies files or the content of one folder from the context. */
    public Dockerfile copy(Collection<String> sources, String target) {
        return copy("", sources, target);
    }

    /** Copies from the stage that builds. */
    public Dockerfile copyBuilt(String source, String target) {
        return copy("--from=build ", List.of(source), target);
    }

    /** Declares the build arguments. They come late, since a changed one makes everything after it run again. */
    public Dockerfile arguments() {
        arguments.forEach(name -> line("ARG " + name));
        return this;
    }

    /** Runs a command with mounts, which see the secrets of the build. */
    public Dockerfile run(String command, String... mounts) {
        Stream<String> options = Stream.concat(Arrays.stream(mounts), secretMounts.stream());
        List<String> parts = new ArrayList<>(options.toList());
        parts.add(command);
        return line("RUN " + String.join(CONTINUED, parts));
    }

    /** Runs several commands as one, each only when the one before it succeeded. */
    public Dockerfile runAll(List<String> commands, String... mounts) {
        return run(String.join(CONTINUED + "&& ", commands), mounts);
    }

    public Dockerfile user() {
        return line("USER " + USER);
    }

    public Dockerfile cmd(Collection<String> words) {
        return line("CMD " + Quoting.json(words));
    }

    /** Returns a cache mount that belongs to an app and a package manager. */
    public static String cache(String id, String target) {
        return "--mount=type=cache,id=" + id + ",target=" + target + ",sharing=locked";
    }

    /** Returns the text, one instruction a line. */
    public String text() {
        return out.toString();
    }

    private Dockerfile copy(String options, Collection<String> sources, String target) {
        List<String> words = new ArrayList<>(sources);
        words.add(target);
        boolean plain = words.stream().noneMatch(Quoting::needsJson);
        String operands = plain ? String.join(" ", words) : Quoting.json(words);
        return line("COPY " + options + operands.replace("$", "\\$"));
    }

    private Dockerfile line(String text) {
        out.append(text).append('\n');
        return this;
    }

    private static String value(String text) {
        return Quoting.needsJson(text) ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
    }
}
