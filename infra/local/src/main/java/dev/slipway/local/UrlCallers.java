package dev.slipway.local;

import dev.slipway.local.front.SignatureCheck;
import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.lambda.url.UrlAuthorizer;
import dev.slipway.local.lambda.url.UrlBackend.UrlRequest;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets those call a function URL with AuthType AWS_IAM whose policies allow both actions that it asks for.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html">Access to function URLs</a>
 */
record UrlCallers(SignatureCheck signatures, Permissions permissions) implements UrlAuthorizer {
    private static final Map<String, String> CONTEXT = Map.of("lambda:FunctionUrlAuthType", "AWS_IAM");

    @Override
    public boolean allows(String functionArn, UrlRequest request) {
        return signatures
                .signer("lambda", request.method(), request.target(), request.headers())
                .filter(caller -> Stream.of("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
                        .allMatch(action -> permissions.allows(caller.arn(), new Access(action, functionArn, CONTEXT))))
                .isPresent();
    }
}
