package dev.slipway.local.iam;

/** Is told what principals may do, and what they did or tried. Called by many threads. */
public interface AccessRecorder {
    /** Records nothing. */
    AccessRecorder NONE = new AccessRecorder() {
        @Override
        public void granted(String principal, Statement statement) {}

        @Override
        public void evaluated(String principal, Access access, Decision decision) {}
    };

    /** Takes a statement of a principal's policies. */
    void granted(String principal, Statement statement);

    /** Takes what came of an evaluation. */
    void evaluated(String principal, Access access, Decision decision);
}
