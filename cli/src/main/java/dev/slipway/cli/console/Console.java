package dev.slipway.cli.console;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * The process as a command sees it, so that tests can stand in for it.
 *
 * @param out takes results: what a script reads
 * @param err takes progress and errors
 * @param terminal whether a person watches {@code err}
 * @param interactive whether that person can press keys, too
 * @param processStart when the process began, before the first line of Java ran
 */
public record Console(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        boolean interactive,
        Map<String, String> environment,
        Path workingFolder,
        Instant processStart) {
    public Console {
        environment = Map.copyOf(environment);
    }

    /** Returns the console of this very process. */
    public static Console ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean terminal = isTerminal("ERR", environment) && !"dumb".equals(environment.get("TERM"));
        return new Console(
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                terminal,
                terminal && isTerminal("IN", environment),
                environment,
                Path.of("").toAbsolutePath(),
                start(System.getProperty("slipway.start", "")));
    }

    /** The launcher script has looked. */
    private static boolean isTerminal(String stream, Map<String, String> environment) {
        return "1".equals(environment.get("SLIPWAY_STD" + stream + "_TTY"));
    }

    /** The system tells the start of a process to the second only, so the launcher script takes the time itself. */
    private static Instant start(String nanoseconds) {
        return nanoseconds.matches("[0-9]{19}")
                ? Instant.EPOCH.plusNanos(Long.parseLong(nanoseconds))
                : ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }

    /** Returns the folder of Slipway's state on this machine. */
    public Path home() {
        String configured = environment.getOrDefault("SLIPWAY_HOME", "");
        return configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".slipway")
                : workingFolder.resolve(configured).toAbsolutePath().normalize();
    }

    /** Resolves a path as it was typed; it stays relative where it can, so that messages name it as its owner does. */
    public Path resolve(Path typed) {
        return workingFolder.equals(Path.of("").toAbsolutePath()) ? typed : workingFolder.resolve(typed);
    }

    /** Returns the name of whoever runs this. */
    public String user() {
        return environment.getOrDefault("USER", System.getProperty("user.name"));
    }

    /** Returns the folder for temporary files. */
    public Path temporaryFolder() {
        String configured = environment.getOrDefault("TMPDIR", "");
        return Path.of(configured.isEmpty() ? System.getProperty("java.io.tmpdir") : configured);
    }

    /** Says whether to colour {@code err}; <a href="https://no-color.org">NO_COLOR</a> switches it off. */
    public boolean colours() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Says whether to colour {@code out}, too, which may be a script's while a person watches {@code err}. */
    public boolean coloursResults() {
        return colours() && isTerminal("OUT", environment);
    }

    /** Returns the keys of the person in front of it. */
    public Keyboard keyboard() {
        return interactive ? TtyKeyboard.open() : Keyboard.NONE;
    }

    /** Returns the width to draw in. */
    public int columns() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 100;
    }
}
