package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.plan.limits.EnvironmentLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the variables of an app from options and from {@code .env} files. */
final class Environments {
    private Environments() {}

    /** Returns the variables of a file, all of them sensitive, with those of the options over them. */
    static Map<String, EnvironmentEntry> read(Console console, Map<String, String> options, @Nullable String file) {
        Map<String, EnvironmentEntry> entries = new LinkedHashMap<>();
        if (file != null) {
            parse(text(console, file), file, entries);
        }
        options.forEach((name, value) -> entries.put(checked(name), new EnvironmentEntry(value, false)));
        return entries;
    }

    private static String text(Console console, String file) {
        try {
            return file.equals("-")
                    ? new String(console.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(console.workingFolder().resolve(file));
        } catch (IOException e) {
            throw CliFailure.usage(
                    "failed to read the variables: cannot read " + file,
                    "a line is NAME=value; - reads standard input");
        }
    }

    private static void parse(String text, String file, Map<String, EnvironmentEntry> entries) {
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String assignment = line.startsWith("export ")
                    ? line.substring("export ".length()).strip()
                    : line;
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                // The line itself stays out of the message: it may be half of a secret.
                throw CliFailure.usage(
                        "failed to read the variables: " + file + ":" + number + " is not NAME=value",
                        "comments begin with #; a value with spaces may stand in quotes");
            }
            String value = unquoted(assignment.substring(equals + 1).strip());
            entries.put(checked(assignment.substring(0, equals).strip()), new EnvironmentEntry(value, true));
        }
    }

    private static String checked(String name) {
        EnvironmentLimits.problemOfName(name).ifPresent(problem -> {
            throw CliFailure.usage("failed to set a variable: " + problem, "choose another name");
        });
        return name;
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("'") && value.endsWith("'")) {
            return value.substring(1, value.length() - 1);
        }
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return value.substring(1, value.length() - 1)
                    .replace("\\n", "\n")
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
        }
        return value;
    }
}
