package dev.slipway.cli.bootstrap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to do about the reasons that CloudFormation gives most often. */
final class StackHints {
    /** By words of the reason, the more specific first. */
    private static final Map<String, String> HINTS = new LinkedHashMap<>();

    static {
        HINTS.put("permissions boundary", "roles of this account need a boundary: give --permissions-boundary ARN");
        HINTS.put("not authorized", "your credentials may not do this: the reason names the permission that they lack");
        HINTS.put("access denied", "your credentials may not do this: see what `aws sts get-caller-identity` says");
        HINTS.put("accessdenied", "your credentials may not do this: see what `aws sts get-caller-identity` says");
        HINTS.put(
                "already exists",
                "something else has this name: remove it, or choose another name for the pipeline with --pipeline");
        HINTS.put("limit", "the account's quota is used up: free some of it, or ask for more in Service Quotas");
        HINTS.put("quota", "the account's quota is used up: free some of it, or ask for more in Service Quotas");
        HINTS.put("secretsmanager", "see that the secret's ARN is right and of this region");
        HINTS.put("layer", "see that the layer's ARN is right, of this region, and shared with this account");
        HINTS.put("runtime", "this region does not have the runtime yet: give --parameter Runtime=java21");
    }

    private StackHints() {}

    static Optional<String> of(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        return HINTS.entrySet().stream()
                .filter(hint -> text.contains(hint.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
