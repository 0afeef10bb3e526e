package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.events.state.EnvironmentEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes one sensitive value: typed without being shown, or from standard input. It is on no command line and in no message. */
final class SensitiveInput {
    private static final int LARGEST = 1 << 16;

    private SensitiveInput() {}

    static EnvironmentEntry read(Console console, String name) {
        boolean typed = "1".equals(console.environment().get("SLIPWAY_STDIN_TTY"));
        String value = typed ? typed(name) : piped(console, name);
        if (value.isEmpty()) {
            throw CliFailure.usage(
                    "failed to set " + name + ": standard input is empty", "to remove it: slipway env unset " + name);
        }
        return Environments.entry(name, value, true);
    }

    /** Before Java 22 there is no console while either standard stream is elsewhere. */
    @SuppressWarnings("SystemConsoleNull")
    private static String typed(String name) {
        java.io.Console terminal = System.console();
        if (terminal == null) {
            throw CliFailure.usage(
                    "failed to set " + name + ": it cannot be typed unseen while standard output is elsewhere",
                    "pipe the value in");
        }
        char[] value = terminal.readPassword("%s: ", name);
        return value == null ? "" : new String(value);
    }

    /** The line break that most tools write behind a value is not part of it. */
    private static String piped(Console console, String name) {
        try {
            byte[] bytes = console.in().readNBytes(LARGEST);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\r?\n\\z", "");
        } catch (CharacterCodingException e) {
            throw CliFailure.usage(
                    "failed to set " + name + ": standard input is not UTF-8", "encode it, in Base64 for one");
        } catch (IOException e) {
            throw CliFailure.usage("failed to set " + name + ": cannot read standard input", "pipe the value in");
        }
    }
}
