package dev.slipway.local.builder.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One instruction.
 *
 * @param keyword in capitals
 * @param line where it begins, from 1
 * @param flags {@code --name=value} before the arguments; a flag without a value has the empty string
 * @param arguments what follows the flags, lines joined
 * @param documents here-documents that the arguments name
 * @param text keyword and arguments as a person reads them
 */
public record Instruction(
        String keyword,
        int line,
        Map<String, String> flags,
        String arguments,
        List<HereDocument> documents,
        String text) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public Instruction {
        flags = Map.copyOf(flags);
        documents = List.copyOf(documents);
    }

    /** Reads the arguments as a JSON array of strings; anything else is the other form, as the reference has it. */
    public Optional<List<String>> json() {
        if (!arguments.startsWith("[")) {
            return Optional.empty();
        }
        try {
            JsonNode array = JSON.readTree(arguments);
            List<String> items = new ArrayList<>();
            for (JsonNode item : array) {
                if (!item.isTextual()) {
                    return Optional.empty();
                }
                items.add(item.asText());
            }
            return Optional.of(List.copyOf(items));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** Splits the arguments at white space, or takes the JSON form: the arguments of COPY, ADD and VOLUME. */
    public List<String> list() {
        return json().orElseGet(() ->
                arguments.isEmpty() ? List.of() : List.of(arguments.strip().split("\\s+", -1)));
    }

    /** Makes the error of this instruction. */
    public DockerfileProblem problem(String why) {
        return new DockerfileProblem(line, why);
    }
}
