package dev.slipway.local.stepfunctions.asl;

/**
 * Why a definition is refused.
 *
 * @param code one of AWS's: {@code SCHEMA_VALIDATION_FAILED}
 * @param location a JSON pointer: {@code /States/Setup/Resource}
 */
public record Diagnostic(String code, String message, String location) {

    @Override
    public String toString() {
        return code + ": " + message + (location.isEmpty() ? "" : " at " + location);
    }
}
