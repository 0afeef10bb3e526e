package dev.slipway.local.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the calls of ECR need to be allowed.
 *
 * @param arnPrefix {@code arn:aws:ecr:<region>:<account>:repository/}
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html">Service
 *     authorization reference</a>
 */
record NeededAccess(String arnPrefix) {

    List<Access> of(String operation, JsonNode input) {
        if (operation.equals("GetAuthorizationToken")) {
            return List.of(Access.of("ecr:" + operation, "*"));
        }
        if (!operation.equals("DescribeRepositories")) {
            return List.of(Access.of(
                    "ecr:" + operation, arnPrefix + input.path("repositoryName").asText()));
        }
        JsonNode names = input.path("repositoryNames");
        return names.isEmpty()
                ? List.of(Access.of("ecr:" + operation, arnPrefix + "*"))
                : StreamSupport.stream(names.spliterator(), false)
                        .map(name -> Access.of("ecr:" + operation, arnPrefix + name.asText()))
                        .toList();
    }
}
