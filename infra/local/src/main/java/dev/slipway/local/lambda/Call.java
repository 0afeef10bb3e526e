package dev.slipway.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.MemberType;
import dev.slipway.local.front.Members;
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
    private static final Members MEMBERS = Members.NONE
            .and(
                    MemberType.STRING,
                    "FunctionName",
                    "Role",
                    "Description",
                    "ImageUri",
                    "PackageType",
                    "RevisionId",
                    "Name")
            .and(
                    MemberType.STRING,
                    "FunctionVersion",
                    "AuthType",
                    "WorkingDirectory",
                    "StatementId",
                    "Action",
                    "Principal")
            .and(
                    MemberType.STRING,
                    "FunctionUrlAuthType",
                    "SourceAccount",
                    "SourceArn",
                    "InvokeMode",
                    "Mode",
                    "LogGroup")
            .and(MemberType.BOOLEAN, "Publish", "DryRun", "InvokedViaFunctionUrl")
            .and(MemberType.INTEGER, "Timeout", "MemorySize", "Size")
            .and(MemberType.STRINGS, "Architectures", "Command", "EntryPoint")
            .and(MemberType.STRINGS_BY_NAME, "Variables", "Tags")
            .and(
                    MemberType.STRUCTURE,
                    "Code",
                    "Environment",
                    "ImageConfig",
                    "RoutingConfig",
                    "AdditionalVersionWeights")
            .and(MemberType.STRUCTURE, "EphemeralStorage", "LoggingConfig", "TracingConfig");

    static Call of(AwsRequest request, String function, String item, boolean json) {
        return new Call(request, function, item, parse(json ? request.body() : ""));
    }

    private static JsonNode parse(String text) {
        try {
            return MEMBERS.read(text);
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
        return Optional.ofNullable(body.path(member).textValue());
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
