package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.plan.limits.EnvironmentLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
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
        options.forEach((name, value) -> entries.put(checked(name), entry(name, value, false)));
        requireSize(entries);
        return entries;
    }

    /** Refuses what Lambda would refuse for its size; what the app has already counts later, where it is known. */
    static void requireSize(Map<String, EnvironmentEntry> entries) {
        Map<String, String> values = new HashMap<>();
        entries.forEach((name, entry) -> values.put(name, entry.value()));
        EnvironmentLimits.problemOfSize(values).ifPresent(problem -> {
            throw CliFailure.usage("failed to set variables: " + problem, "keep long values in a secret store");
        });
    }

    static EnvironmentEntry entry(String name, String value, boolean sensitive) {
        if (value.indexOf('\0') >= 0) {
            throw CliFailure.usage(
                    "failed to set " + name + ": its value has a zero byte, which no environment takes",
                    "encode it, in Base64 for one");
        }
        return new EnvironmentEntry(value, sensitive);
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
            String name = checked(assignment.substring(0, equals).strip());
            entries.put(name, entry(name, value, true));
        }
    }

    /** Returns a name that a variable may have. */
    static String checked(String name) {
        if (name.indexOf('=') >= 0) {
            // What follows the name stays out of the message: it may be a secret.
            throw CliFailure.usage(
                    "failed to read the name of a variable: \"" + name.substring(0, name.indexOf('='))
                            + "\" comes with a value",
                    "give the name alone; a sensitive value is typed or piped in");
        }
        EnvironmentLimits.problemOfName(name).ifPresent(problem -> {
            throw CliFailure.usage("failed to name a variable: " + problem, "choose another name");
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
