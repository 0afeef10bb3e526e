package dev.slipway.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Procfile: a line per kind of process, {@code web: command}. */
record Procfile(Optional<String> web, Optional<String> release) {
    static final String FILE = "Procfile";
    static final Procfile NONE = new Procfile(Optional.empty(), Optional.empty());

    static Procfile parse(String text) {
        return new Procfile(process(text, "web"), process(text, "release"));
    }

    private static Optional<String> process(String text, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + "[ \\t]*:[ \\t]*(\\S.*?)[ \\t]*\\r?$")
                .matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
