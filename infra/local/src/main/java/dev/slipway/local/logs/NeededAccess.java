package dev.slipway.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import java.util.ArrayList;
import java.util.List;

/**
 * What the calls of CloudWatch Logs need to be allowed. A group is written as its streams are, with an empty name, so
 * that a policy's {@code <group>:*} covers both.
 *
 * @param arnPrefix {@code arn:aws:logs:<region>:<account>:log-group:}
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html">Service
 *     authorization reference</a>
 */
public record NeededAccess(String arnPrefix) {

    List<Access> of(String operation, JsonNode input) {
        String group = input.path("logGroupName")
                .asText(input.path("logGroupIdentifier").asText("*"));
        String name = group.substring(group.indexOf(":log-group:") < 0 ? 0 : group.indexOf(":log-group:") + 11);
        return switch (operation) {
            case "DescribeLogGroups" -> List.of(Access.of("logs:" + operation, arnPrefix + "*"));
            case "GetLogEvents", "PutLogEvents" ->
                List.of(access(operation, name, input.path("logStreamName").asText()));
            default -> List.of(access(operation, name, ""));
        };
    }

    /**
     * Returns what a service needs that writes to a group in the name of a role.
     *
     * @param there whether the group is there already
     */
    List<Access> toWrite(String group, boolean there) {
        List<Access> needed =
                new ArrayList<>(List.of(access("CreateLogStream", group, ""), access("PutLogEvents", group, "")));
        if (!there) {
            needed.add(access("CreateLogGroup", group, ""));
        }
        return needed;
    }

    private Access access(String operation, String group, String stream) {
        return Access.of("logs:" + operation, arnPrefix + group + ":log-stream:" + stream);
    }
}
