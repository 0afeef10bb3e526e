package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the calls of Step Functions need to be allowed.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html">Service
 *     authorization reference</a>
 */
record NeededAccess(Names names) {

    List<Access> of(String operation, JsonNode input) {
        String resource = switch (operation) {
            case "CreateStateMachine" -> names.machine(input.path("name").asText());
            case "ListStateMachines", "ValidateStateMachineDefinition" -> "*";
            case "StartExecution",
                    "ListExecutions",
                    "DescribeStateMachine",
                    "UpdateStateMachine",
                    "DeleteStateMachine" -> input.path("stateMachineArn").asText("*");
            default -> input.path("executionArn").asText("*");
        };
        List<Access> needed = new ArrayList<>();
        needed.add(Access.of("states:" + operation, resource));
        if (input.has("roleArn")) {
            needed.add(new Access(
                    "iam:PassRole",
                    input.path("roleArn").asText(),
                    Map.of("iam:PassedToService", "states.amazonaws.com")));
        }
        return needed;
    }
}
