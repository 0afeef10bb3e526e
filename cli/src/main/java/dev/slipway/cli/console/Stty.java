package dev.slipway.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Asks and sets the controlling terminal through {@code stty} (POSIX), which takes a few milliseconds; a library that does
 * it natively takes a hundred times as long to load.
 */
final class Stty {
    static final File TERMINAL = new File("/dev/tty");
    private static final int PATIENCE_SECONDS = 2;

    private Stty() {}

    /** Returns all settings, in the form that {@link #set} takes back. */
    static Optional<String> settings() {
        return run("-g").filter(settings -> !settings.isEmpty());
    }

    static boolean set(String... settings) {
        return run(settings).isPresent();
    }

    static OptionalInt columns() {
        return run("size")
                .filter(size -> size.matches("[0-9]+ [1-9][0-9]{0,4}"))
                .map(size -> OptionalInt.of(Integer.parseInt(size.substring(size.indexOf(' ') + 1))))
                .orElse(OptionalInt.empty());
    }

    private static Optional<String> run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(answer.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
