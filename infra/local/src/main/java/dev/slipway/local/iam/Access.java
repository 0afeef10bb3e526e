package dev.slipway.local.iam;

import java.util.List;
import java.util.Map;

/**
 * One thing that a principal is about to do.
 *
 * @param action service prefix and name: {@code s3:GetObject}
 * @param resource ARN, or {@code *} where the action has none
 * @param context values of condition keys: {@code iam:PassedToService}
 */
public record Access(String action, String resource, Map<String, String> context) {
    public Access {
        context = Map.copyOf(context);
    }

    /** Returns an access whose conditions, if any, find no values. */
    public static Access of(String action, String resource) {
        return new Access(action, resource, Map.of());
    }

    /** Returns several actions on one resource. */
    public static List<Access> all(String resource, String... actions) {
        return java.util.Arrays.stream(actions)
                .map(action -> of(action, resource))
                .toList();
    }
}
