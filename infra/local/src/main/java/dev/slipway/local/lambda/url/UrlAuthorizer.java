package dev.slipway.local.lambda.url;

/** Checks the signature of a request to a function URL with AuthType AWS_IAM. */
@FunctionalInterface
public interface UrlAuthorizer {

    /** Whether the request is signed by somebody who may invoke the function. */
    boolean allows(UrlBackend.UrlRequest request);
}
