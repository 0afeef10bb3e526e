package dev.slipway.local.eventbridge;

/** An event pattern that is malformed or uses an operator that is not implemented; the message names the field. */
public final class InvalidPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidPatternException(String path, String cause) {
        super("Event pattern is not valid. Reason: " + cause + (path.isEmpty() ? "" : " at " + path));
    }
}
