package dev.slipway.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of the REST API.
 *
 * @param function the path's function name, or empty
 * @param item the path's last part, such as an alias, or empty
 * @param body the JSON body; an empty object when there is none
 */
record Call(AwsRequest request, String function, String item, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Call of(AwsRequest request, String function, String item, boolean json) {
        return new Call(request, function, item, json ? parse(request.body()) : JSON.createObjectNode());
    }

    private static JsonNode parse(String text) {
        if (text.isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AwsException(
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json: " + e.getOriginalMessage());
        }
    }

    /** The function that the path and the Qualifier parameter name. */
    FunctionName name() {
        return FunctionName.parse(function, query("Qualifier"));
    }

    Optional<String> query(String name) {
        return request.query().getOrDefault(name, List.of()).stream().findFirst();
    }

    Optional<String> text(String member) {
        return Optional.ofNullable(body.get(member)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    String required(String member) {
        return text(member).orElseThrow(() -> Refusals.validation("null", member, "Member must not be null"));
    }

    static AwsResponse json(int status, JsonNode answer) {
        return new AwsResponse(status, Map.of("Content-Type", "application/json"), answer.toString());
    }

    static AwsResponse empty(int status) {
        return new AwsResponse(status, Map.of("Content-Type", "application/json"), "");
    }
}
