package dev.slipway.local.iam;

import java.util.List;

/**
 * One statement of a policy.
 *
 * @param name {@code <policy>.<Sid>}, to speak of it
 */
public record Statement(
        String name, boolean allows, List<Wildcard> actions, List<Wildcard> resources, List<Condition> conditions) {
    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean covers(Access access) {
        return any(actions, access.action())
                && any(resources, access.resource())
                && conditions.stream().allMatch(condition -> condition.holds(access.context()));
    }

    private static boolean any(List<Wildcard> patterns, String candidate) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(candidate));
    }
}
