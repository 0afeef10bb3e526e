package dev.slipway.local.front;

/** A refusal with the code that AWS documents for it, such as {@code ResourceNotFoundException}. */
public final class AwsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** Describes a refusal by its HTTP status, AWS error code and message. */
    public AwsException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
