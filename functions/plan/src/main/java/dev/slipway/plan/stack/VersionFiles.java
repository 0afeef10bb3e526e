package dev.slipway.plan.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the small files that version managers share: {@code .node-version}, {@code .tool-versions} and their like. */
public final class VersionFiles {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(?:\\.\\d{1,6}){0,2}");
    private static final String TOOL_VERSIONS = ".tool-versions";

    private VersionFiles() {}

    /**
     * Returns the version that one of the files names, or else {@code .tool-versions}.
     *
     * @param parts how many numbers the tags of the language's images have at most
     * @param tools names of the language in {@code .tool-versions}
     */
    public static Optional<Version> find(
            Project project, String language, int parts, List<String> tools, String... files) {
        for (String file : files) {
            Optional<Version> version = project.text(file).flatMap(text -> first(language, parts, file, text));
            if (version.isPresent()) {
                return version;
            }
        }
        return project.text(TOOL_VERSIONS)
                .flatMap(text -> text.lines()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(words -> words.length > 1 && tools.contains(words[0]))
                        .findFirst()
                        .flatMap(words -> number(parts, words[1])
                                .map(value -> Version.from(language, value, TOOL_VERSIONS, words[1]))));
    }

    /** Returns the first number in a text, cut to so many parts. */
    public static Optional<String> number(int parts, String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find() ? Optional.of(cut(matcher.group(), parts)) : Optional.empty();
    }

    private static Optional<Version> first(String language, int parts, String file, String text) {
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .flatMap(line ->
                        number(parts, line).map(value -> Version.from(language, value, file, line.replace("v", ""))));
    }

    private static String cut(String number, int parts) {
        return String.join(
                ".",
                Arrays.asList(number.split("\\.", -1)).stream().limit(parts).toList());
    }
}
