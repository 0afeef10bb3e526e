package dev.slipway.local.iam;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Evaluates what principals, named by their ARNs, do by their policies. Safe for use by several threads. */
public final class Permissions {
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final AccessRecorder recorder;

    /**
     * Begins with nobody being allowed anything.
     *
     * @param recorder takes every statement and every evaluation
     */
    public Permissions(AccessRecorder recorder) {
        this.recorder = recorder;
    }

    /** Gives a principal a policy more. */
    public void grant(String principal, Policy policy) {
        policy.statements().forEach(statement -> recorder.granted(principal, statement));
        policies.merge(principal, policy, Policy::and);
    }

    /** Tells whether a principal may do something: for what services do in its name and leave out where they may not. */
    public boolean allows(String principal, Access access) {
        return decide(principal, access).allowed();
    }

    /**
     * Lets pass what a principal may do.
     *
     * @throws AccessDenied for the first that it may not
     */
    public void require(String principal, List<Access> accesses) {
        for (Access access : accesses) {
            Decision decision = decide(principal, access);
            if (!decision.allowed()) {
                throw new AccessDenied(principal, access, decision);
            }
        }
    }

    private Decision decide(String principal, Access access) {
        Decision decision = policies.getOrDefault(principal, Policy.NONE).decide(access);
        recorder.evaluated(principal, access, decision);
        return decision;
    }
}
