package dev.slipway.local.lambda.app;

/** Why an app cannot take a request, in the terms of Lambda's platform errors. */
public final class AppFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** The platform's kinds of failure. */
    public enum Kind {
        /** The process ended; the status says how. */
        EXITED,
        /** The app did not listen, or did not answer, in time. */
        TIMED_OUT,
        /** The process could not be started. */
        NOT_STARTED
    }

    private final Kind kind;
    private final int status;

    private final String logTail;

    private AppFailure(Kind kind, int status, String message, String logTail) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.logTail = logTail;
    }

    static AppFailure exited(int status) {
        return new AppFailure(Kind.EXITED, status, "the app exited with status " + status, "");
    }

    static AppFailure timedOut(String message) {
        return new AppFailure(Kind.TIMED_OUT, -1, message, "");
    }

    static AppFailure notStarted(String message) {
        return new AppFailure(Kind.NOT_STARTED, -1, message, "");
    }

    /** Returns this failure for one more request, with the last lines of the app's log. */
    AppFailure again(String tail) {
        return new AppFailure(kind, status, String.valueOf(getMessage()), tail);
    }

    /** The last lines that the app wrote, at most 4 KB. */
    public String logTail() {
        return logTail;
    }

    public Kind kind() {
        return kind;
    }

    /** The exit status of an app that ended. */
    public int status() {
        return status;
    }
}
