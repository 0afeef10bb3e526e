package dev.slipway.cli.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command with a message for a person.
 *
 * <p>The message reads "failed to (action): (cause)"; the hint says in one line what to do about it.
 */
public final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String hint;

    /** Fails with a cause in words. */
    public CliFailure(ExitCode exitCode, String message, @Nullable String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** Fails because of something that {@code --debug} shows. */
    public CliFailure(ExitCode exitCode, String message, @Nullable String hint, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** Fails because of what the user gave. */
    public static CliFailure usage(String message, @Nullable String hint) {
        return new CliFailure(ExitCode.USAGE, message, hint);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
