package dev.slipway.local.codebuild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the calls of CodeBuild need to be allowed; all of them are about projects.
 *
 * @param arnPrefix {@code arn:aws:codebuild:<region>:<account>:project/}
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html">Service
 *     authorization reference</a>
 */
record NeededAccess(String arnPrefix) {

    List<Access> of(String operation, JsonNode input) {
        List<String> resources = switch (operation) {
            case "StartBuild", "ListBuildsForProject" ->
                List.of(arnPrefix + input.path("projectName").asText());
            case "StopBuild" -> List.of(project(input.path("id")));
            case "BatchGetBuilds" -> each(input.path("ids"));
            case "BatchGetProjects" -> each(input.path("names"));
            default -> List.of("*");
        };
        return resources.stream()
                .distinct()
                .map(resource -> Access.of("codebuild:" + operation, resource))
                .toList();
    }

    private List<String> each(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(this::project)
                .toList();
    }

    /** A build's id begins with its project's name. */
    private String project(JsonNode id) {
        return arnPrefix + id.asText().replaceFirst("^arn:.*:build/", "").replaceFirst(":.*", "");
    }
}
