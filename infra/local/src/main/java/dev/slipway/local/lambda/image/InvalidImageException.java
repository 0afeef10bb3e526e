package dev.slipway.local.lambda.image;

/** An image that Lambda would not take; the message is Lambda's. */
public final class InvalidImageException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidImageException(String message) {
        super(message);
    }
}
