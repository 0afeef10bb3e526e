package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the calls of Lambda need to be allowed: the action itself, to pass the role that a function is given, and to
 * read the image that it is made of.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html">Service
 *     authorization reference</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/images-create.html">Image permissions</a>
 */
record NeededAccess(Arns arns) {

    List<Access> of(String operation, Call call) {
        List<Access> needed = new ArrayList<>();
        needed.add(Access.of("lambda:" + operation, resource(operation, call)));
        JsonNode body = call.body();
        if (body.has("Role")) {
            needed.add(new Access(
                    "iam:PassRole", body.path("Role").asText(), Map.of("iam:PassedToService", "lambda.amazonaws.com")));
        }
        String image = body.path("ImageUri").asText(body.at("/Code/ImageUri").asText());
        ImageReference.parse(image)
                .map(reference -> arns.repository(reference.repository()))
                .ifPresent(repository -> needed.addAll(Access.all(
                        repository, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy")));
        return needed;
    }

    private String resource(String operation, Call call) {
        return switch (operation) {
            case "ListFunctions" -> "*";
            case "CreateFunction" ->
                arns.function(call.body().path("FunctionName").asText(), null);
            // The others are about the function, whichever qualifier they name.
            case "InvokeFunction", "GetFunction", "GetFunctionConfiguration" -> arns.of(call.name());
            default -> arns.function(call.name().name(), null);
        };
    }
}
