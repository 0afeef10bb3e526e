package dev.slipway.local.lambda.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function URL.
 *
 * @param qualifier the alias, or {@code $LATEST}
 * @param port on loopback; kept for as long as the URL is
 * @param authType NONE or AWS_IAM
 * @param echoed members that have no effect here
 */
public record FunctionUrl(
        String qualifier, int port, String authType, String created, String modified, Map<String, JsonNode> echoed) {

    public FunctionUrl {
        echoed = new LinkedHashMap<>(echoed);
    }

    /** Returns the URL with its final slash, as Lambda gives it. */
    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }
}
