package dev.slipway.cli.bootstrap;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pipeline's template as text, which stays as it was written but for the few lines that say where the code is.
 *
 * <p>SAM publishes a version of a function when its code's URI or its {@code AutoPublishCodeSha256} changes, and Lambda
 * makes a new one only of a function that has changed: so the hash of all that a function depends on goes into that
 * property, and into the description, too.
 */
final class PipelineTemplate {
    private static final Pattern SECTION = Pattern.compile("[A-Za-z]+:.*");
    private static final Pattern NAME = Pattern.compile("  ([A-Za-z0-9]+):");
    private static final Pattern DEFAULT = Pattern.compile("    Default: (.*)");
    private static final Pattern LOCAL_URI = Pattern.compile("( +)(CodeUri|DefinitionUri): .*");
    private static final Pattern DESCRIPTION = Pattern.compile("( {6}Description: )([A-Za-z][^#]*)");
    private static final String FUNCTION = "    Type: AWS::Serverless::Function";
    private static final int SHOWN_DIGITS = 12;

    private final List<String> lines;

    PipelineTemplate(String text) {
        this.lines = text.lines().toList();
    }

    /** Returns the parameters in the order of the file, each with its default. */
    Map<String, Optional<String>> parameters() {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        String section = "";
        String name = "";
        for (String line : lines) {
            Matcher named = NAME.matcher(line);
            Matcher defaulted = DEFAULT.matcher(line);
            if (SECTION.matcher(line).matches()) {
                section = line;
            } else if (section.equals("Parameters:") && named.matches()) {
                name = named.group(1);
                parameters.put(name, Optional.empty());
            } else if (section.equals("Parameters:") && defaulted.matches()) {
                parameters.put(name, Optional.of(unquoted(defaulted.group(1).strip())));
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    /**
     * Returns the template with its code in S3.
     *
     * @param functions URI of the functions' jar
     * @param workflow URI of the state machine's definition
     * @param hash changes with whatever a published version of a function depends on
     */
    String packaged(String functions, String workflow, String hash) {
        boolean function = false;
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (NAME.matcher(line).matches()) {
                function = false;
            } else if (line.equals(FUNCTION)) {
                function = true;
            }
            Matcher uri = LOCAL_URI.matcher(line);
            Matcher description = DESCRIPTION.matcher(line);
            if (uri.matches()) {
                String value = uri.group(2).equals("CodeUri") ? functions : workflow;
                text.append(uri.group(1)).append(uri.group(2)).append(": ").append(value);
            } else if (function && description.matches()) {
                text.append("      AutoPublishCodeSha256: ").append(hash).append('\n');
                text.append(description.group(1)).append(described(description.group(2), hash));
            } else {
                text.append(line);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Returns all lines as they are. */
    String text() {
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String described(String description, String hash) {
        return description.strip() + " Code and settings " + hash.substring(0, SHOWN_DIGITS) + ".";
    }

    private static String unquoted(String scalar) {
        boolean quoted = scalar.length() > 1 && (scalar.startsWith("\"") || scalar.startsWith("'"));
        return quoted ? scalar.substring(1, scalar.length() - 1) : scalar;
    }
}
