package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.front.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * What part of a list is asked for.
 *
 * @param from what the token of the page before says; empty for the first page
 */
record Page(int size, OptionalLong from) {
    private static final int DEFAULT = 100;
    private static final int LARGEST = 1000;

    static Page of(JsonNode input) {
        int size = input.path("maxResults").asInt(0);
        if (size < 0 || size > LARGEST) {
            throw new AwsException(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + size + "' at 'maxResults' failed to satisfy constraint: "
                            + (size < 0
                                    ? "Member must have value greater than or equal to 0"
                                    : "Member must have value less than or equal to " + LARGEST));
        }
        JsonNode token = input.path("nextToken");
        return new Page(
                size == 0 ? DEFAULT : size, token.isTextual() ? OptionalLong.of(read(token)) : OptionalLong.empty());
    }

    private static long read(JsonNode token) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.textValue());
            return Long.parseLong(new String(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new AwsException(400, "InvalidToken", "Invalid Token: 'Invalid token'");
        }
    }

    static String token(long from) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(from).getBytes(StandardCharsets.UTF_8));
    }
}
