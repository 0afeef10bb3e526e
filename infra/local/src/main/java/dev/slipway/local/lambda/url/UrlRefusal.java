package dev.slipway.local.lambda.url;

/** An answer that the function URL gives itself. */
public final class UrlRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** Refuses with a status and the text of the JSON answer's {@code Message}. */
    public UrlRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
