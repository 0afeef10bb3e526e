package dev.slipway.local.registry;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Says which tags of a repository may be moved, in ECR's terms.
 *
 * @param mode ECR's {@code imageTagMutability}
 * @param exclusions ECR's wildcard filters, such as {@code cache.*}, of the tags that the mode does not hold for
 */
public record TagMutability(Mode mode, List<String> exclusions) {

    /** ECR's four settings. */
    public enum Mode {
        MUTABLE,
        IMMUTABLE,
        IMMUTABLE_WITH_EXCLUSION,
        MUTABLE_WITH_EXCLUSION
    }

    public TagMutability {
        exclusions = List.copyOf(exclusions);
    }

    /** What the pipeline's repository has: image tags never move, those of the layer cache do. */
    public static TagMutability immutableExceptCache() {
        return new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, List.of("cache.*"));
    }

    /** ECR's default. */
    public static TagMutability mutable() {
        return new TagMutability(Mode.MUTABLE, List.of());
    }

    boolean mayMove(String tag) {
        return switch (mode) {
            case MUTABLE -> true;
            case IMMUTABLE -> false;
            case IMMUTABLE_WITH_EXCLUSION -> excluded(tag);
            case MUTABLE_WITH_EXCLUSION -> !excluded(tag);
        };
    }

    private boolean excluded(String tag) {
        return exclusions.stream()
                .anyMatch(filter -> Pattern.matches(
                        List.of(filter.split("\\*", -1)).stream()
                                .map(Pattern::quote)
                                .reduce((left, right) -> left + ".*" + right)
                                .orElse(""),
                        tag));
    }
}
