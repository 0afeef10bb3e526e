package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** AWS's limit on what one state may hand to the next. */
final class Payload {
    private static final int LARGEST = 262_144;

    private Payload() {}

    /** Tells whether it is too large; the exact count of bytes is made only near the limit. */
    static boolean exceedsLimit(String json) {
        if (json.length() > LARGEST) {
            return true;
        }
        return json.length() * 3L > LARGEST && json.getBytes(StandardCharsets.UTF_8).length > LARGEST;
    }

    /**
     * Returns the text of a result.
     *
     * @param source the state, or the service of a task, as the message names it
     * @throws StateFailure States.DataLimitExceeded
     */
    static String checked(JsonNode result, String source) {
        String json = result.toString();
        if (exceedsLimit(json)) {
            throw StateFailure.of(
                    StateFailure.DATA_LIMIT,
                    "The state/task '" + source
                            + "' returned a result with a size exceeding the maximum number of bytes service limit.");
        }
        return json;
    }
}
