package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.front.AwsException;

/** Reads the members of a call. */
final class Input {

    private Input() {}

    /** Reads a text that must be there. */
    static String text(JsonNode input, String name) {
        JsonNode value = input.path(name);
        if (!value.isTextual()) {
            throw invalid("Value null at '" + name + "' failed to satisfy constraint: Member must not be null");
        }
        return value.textValue();
    }

    static AwsException invalid(String problem) {
        return new AwsException(400, "ValidationException", "1 validation error detected: " + problem);
    }

    /** Refuses a flag that asks for what is not here. */
    static void refuse(JsonNode input, String flag, String why) {
        if (input.path(flag).asBoolean()) {
            throw new AwsException(400, "ValidationException", flag + " is not supported: " + why);
        }
    }
}
