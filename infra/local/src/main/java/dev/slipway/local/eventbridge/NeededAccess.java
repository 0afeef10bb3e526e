package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import java.util.List;

/**
 * What the calls of EventBridge need to be allowed.
 *
 * @param arnPrefix {@code arn:aws:events:<region>:<account>:}
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html">Service
 *     authorization reference</a>
 */
record NeededAccess(String arnPrefix) {

    List<Access> of(String operation, JsonNode input) {
        String resource = switch (operation) {
            case "PutEvents" -> arnPrefix + "event-bus/default";
            case "DescribeRule" -> arnPrefix + "rule/" + input.path("Name").asText();
            case "ListTargetsByRule" -> arnPrefix + "rule/" + input.path("Rule").asText();
            case "ListRules" -> arnPrefix + "rule/*";
            default -> "*";
        };
        return List.of(Access.of("events:" + operation, resource));
    }
}
