package dev.slipway.local.otlp;

/** A request that the receiver does not take, with the status that the OTLP specification gives it. */
final class OtlpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    OtlpRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
