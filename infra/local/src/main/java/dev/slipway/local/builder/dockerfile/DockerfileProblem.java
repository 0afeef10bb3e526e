package dev.slipway.local.builder.dockerfile;

/** Something in a Dockerfile that cannot be built, with the line where it stands. */
public final class DockerfileProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String problem;
    private final String hint;

    /** Describes a problem at a line, counted from 1. */
    public DockerfileProblem(int line, String problem) {
        this(line, problem, "correct the Dockerfile");
    }

    /** Describes a problem whose remedy is not in the Dockerfile itself. */
    public DockerfileProblem(int line, String problem, String hint) {
        super(problem);
        this.line = line;
        this.problem = problem;
        this.hint = hint;
    }

    public int line() {
        return line;
    }

    /** Says what can be done about it. */
    public String hint() {
        return hint;
    }

    /** Says what is wrong, without the place. */
    public String problem() {
        return problem;
    }
}
