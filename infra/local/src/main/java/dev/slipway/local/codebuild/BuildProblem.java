package dev.slipway.local.codebuild;

/** Ends a phase, with the status code and the message that CodeBuild has for it. */
final class BuildProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final BuildStatus status;
    private final String code;
    private final String problem;

    BuildProblem(BuildStatus status, String code, String problem) {
        super(problem);
        this.status = status;
        this.code = code;
        this.problem = problem;
    }

    static BuildProblem failed(String code, String problem) {
        return new BuildProblem(BuildStatus.FAILED, code, problem);
    }

    BuildStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    String problem() {
        return problem;
    }

    /** Tells whether the whole build ends here, whatever its buildspec says of failures. */
    boolean endsBuild() {
        return status != BuildStatus.FAILED;
    }
}
