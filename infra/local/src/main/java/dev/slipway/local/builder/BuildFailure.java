package dev.slipway.local.builder;

import dev.slipway.local.builder.dockerfile.DockerfileProblem;

/** A build that cannot be done, with what its caller can do about it. */
final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String NEEDS_ENGINE = "install Docker or set BUILDKIT_HOST";

    private final String problem;
    private final String hint;

    BuildFailure(String problem, String hint) {
        super(problem);
        this.problem = problem;
        this.hint = hint;
    }

    BuildFailure(String problem, String hint, Throwable cause) {
        super(problem, cause);
        this.problem = problem;
        this.hint = hint;
    }

    /** A failure at a line of the Dockerfile. */
    static BuildFailure at(String dockerfile, DockerfileProblem problem) {
        return new BuildFailure("%s:%d %s".formatted(dockerfile, problem.line(), problem.problem()), problem.hint());
    }

    /** Something that only a container engine can do. */
    static BuildFailure needsEngine(String dockerfile, int line, String what) {
        return new BuildFailure("%s:%d %s needs a container engine".formatted(dockerfile, line, what), NEEDS_ENGINE);
    }

    String problem() {
        return problem;
    }

    String hint() {
        return hint;
    }
}
