package dev.slipway.steps.buildkit.progress;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes secret values out of what a build prints: a step that has a secret may say it. */
final class Mask {
    private static final String INSTEAD = "***";

    /** Shorter ones would take out half of what is printed, and keep nothing secret. */
    private static final int SHORTEST = 4;

    private final List<String> values;

    private Mask(List<String> values) {
        this.values = values;
    }

    static Mask none() {
        return new Mask(List.of());
    }

    /** Masks these values, and each line of one that has several: output comes by lines. */
    static Mask of(Collection<String> secrets) {
        return new Mask(secrets.stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .distinct()
                .toList());
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    String apply(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, INSTEAD);
        }
        return masked;
    }
}
