package dev.slipway.local.stepfunctions.jsonata;

/** An expression that gave no usable value: States.QueryEvaluationError. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String location;

    /**
     * Describes a failed evaluation.
     *
     * @param location the field as AWS names it: {@code Output/error}
     * @param message a sentence in AWS's words
     */
    public EvaluationException(String location, String message) {
        super(message, null, false, false);
        this.location = location;
    }

    public String location() {
        return location;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
