package dev.slipway.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.front.AwsException;

/** Reads the fields of a call. */
final class Input {
    private Input() {}

    static String required(JsonNode input, String name) {
        JsonNode value = input.path(name);
        if (!value.isTextual()) {
            throw new AwsException(
                    400,
                    "InvalidParameterException",
                    "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                            .formatted(name));
        }
        return value.textValue();
    }

    static void check(String name, String value, String pattern) {
        if (!value.matches(pattern)) {
            throw new AwsException(
                    400,
                    "InvalidParameterException",
                    "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy"
                                    .formatted(value, name)
                            + " regular expression pattern: " + pattern);
        }
    }

    static int limit(JsonNode input, int most) {
        int limit = input.path("limit").asInt(most);
        if (limit < 1 || limit > most) {
            throw new AwsException(
                    400, "InvalidParameterException", "limit must be from 1 to " + most + "; it is " + limit);
        }
        return limit;
    }

    /** Reads a token that is an index in a list; 0 where there is none. */
    static int token(JsonNode input, int size) {
        String token = input.path("nextToken").asText("0");
        if (!token.matches("[0-9]{1,9}")) {
            throw invalidToken();
        }
        return Math.min(size, Integer.parseInt(token));
    }

    static AwsException invalidToken() {
        return new AwsException(400, "InvalidParameterException", "The specified nextToken is invalid.");
    }
}
