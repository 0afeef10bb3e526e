package dev.slipway.local;

import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.lambda.image.ImageReference;
import dev.slipway.local.lambda.image.PullPermission;
import dev.slipway.local.template.Account;
import java.util.Map;
import java.util.stream.Stream;

/** Lambda as the policy of an image repository sees it. */
record LambdaPulls(Account account, Permissions permissions) implements PullPermission {
    private static final String LAMBDA = "lambda.amazonaws.com";

    @Override
    public boolean allows(String functionArn, ImageReference image) {
        String repository = account.arn("ecr", "repository/" + image.repository());
        Map<String, String> context = Map.of("aws:SourceArn", functionArn);
        return Stream.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
                .allMatch(action -> permissions.allows(LAMBDA, new Access(action, repository, context)));
    }
}
