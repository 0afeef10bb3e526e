package dev.slipway.local;

import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.lambda.ServiceAccess;
import dev.slipway.local.lambda.image.ImageReference;
import dev.slipway.local.template.Account;
import java.util.Map;
import java.util.stream.Stream;

/** Lambda as the policies of image repositories and the trust of roles see it. */
record LambdaAccess(Account account, Permissions permissions) implements ServiceAccess {
    private static final String LAMBDA = "lambda.amazonaws.com";

    @Override
    public boolean pulls(String functionArn, ImageReference image) {
        String repository = account.arn("ecr", "repository/" + image.repository());
        Map<String, String> context = Map.of("aws:SourceArn", functionArn);
        return Stream.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
                .allMatch(action -> permissions.allows(LAMBDA, new Access(action, repository, context)));
    }

    @Override
    public boolean assumes(String roleArn) {
        return permissions.allows(LAMBDA, Access.of("sts:AssumeRole", roleArn));
    }
}
