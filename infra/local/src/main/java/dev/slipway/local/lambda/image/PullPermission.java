package dev.slipway.local.lambda.image;

/** Tells whether Lambda itself may pull an image for a function, by the policy of its repository. */
@FunctionalInterface
public interface PullPermission {

    /** Tells it for a function's ARN. */
    boolean allows(String functionArn, ImageReference image);
}
