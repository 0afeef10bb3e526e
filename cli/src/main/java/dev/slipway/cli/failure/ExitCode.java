package dev.slipway.cli.failure;

/** The exit codes of the command line: a contract with scripts. */
public enum ExitCode {
    /** Done; for a deploy, the version is live. */
    OK(0),
    /** The deployment failed, and what was live before still is. */
    DEPLOYMENT_FAILED(1),
    /** The command line, slipway.toml or the source is at fault; nothing was uploaded. */
    USAGE(2),
    /** The pipeline does not answer. */
    UNREACHABLE(3),
    /** A newer deployment or somebody else ended this one. */
    SUPERSEDED(4),
    /** Stopped by Ctrl-C or a signal. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the number that the process ends with. */
    public int code() {
        return code;
    }
}
