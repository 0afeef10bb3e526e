package dev.slipway.local.builder.dockerfile;

/** Something in a Dockerfile that cannot be built, with the line where it stands. */
public final class DockerfileProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String problem;

    /** Describes a problem at a line, counted from 1. */
    public DockerfileProblem(int line, String problem) {
        super(problem);
        this.line = line;
        this.problem = problem;
    }

    public int line() {
        return line;
    }

    /** Says what is wrong, without the place. */
    public String problem() {
        return problem;
    }
}
