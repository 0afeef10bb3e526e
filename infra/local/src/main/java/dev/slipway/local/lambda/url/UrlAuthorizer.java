package dev.slipway.local.lambda.url;

/** Decides on requests to function URLs with AuthType AWS_IAM. */
@FunctionalInterface
public interface UrlAuthorizer {

    /**
     * Tells whether a request is signed by somebody who may invoke the function.
     *
     * @param functionArn with the URL's qualifier
     */
    boolean allows(String functionArn, UrlBackend.UrlRequest request);
}
