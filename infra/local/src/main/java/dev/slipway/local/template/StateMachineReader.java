package dev.slipway.local.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads AWS::Serverless::StateMachine and the definition that it points at. */
final class StateMachineReader {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

    private final Path folder;

    /** Reads definitions relative to the template's folder. */
    StateMachineReader(Path folder) {
        this.folder = folder;
    }

    Declared.StateMachine read(ResourceNode resource, String name, String arn, Properties properties) {
        String type = properties.optional("Type").orElse("STANDARD");
        if (!type.equals("STANDARD")) {
            throw new TemplateException(properties.placeOf("Type"), "type of state machine not implemented: " + type);
        }
        String file = properties.text("DefinitionUri");
        Map<String, String> substitutions = properties.texts("DefinitionSubstitutions");
        String definition = substitute(file, definition(file, properties), substitutions);
        return new Declared.StateMachine(
                resource.logicalId(),
                name,
                arn,
                definition,
                properties.text("Role"),
                properties
                        .under("Logging")
                        .optional("Level")
                        .filter(level -> !level.equals("OFF"))
                        .isPresent(),
                properties.under("Tracing").flag("Enabled"));
    }

    private String definition(String file, Properties properties) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new TemplateException(properties.placeOf("DefinitionUri"), "cannot read " + file + ": " + e, e);
        }
    }

    private static String substitute(String file, String definition, Map<String, String> substitutions) {
        StringBuilder out = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(definition);
        while (placeholder.find()) {
            String value = substitutions.get(placeholder.group(1));
            if (value == null) {
                int line = (int) definition
                        .substring(0, placeholder.start())
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
                throw new TemplateException(new Place(file, line + 1), "no substitution for " + placeholder.group());
            }
            placeholder.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return placeholder.appendTail(out).toString();
    }
}
