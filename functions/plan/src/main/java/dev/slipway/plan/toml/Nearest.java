package dev.slipway.plan.toml;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /** Returns the word that a typing error or two lie between, if there is one. */
    static Optional<String> to(String typed, String... words) {
        int reach = typed.length() < 4 ? 1 : Math.max(2, typed.length() / 3);
        return Arrays.stream(words)
                .filter(word -> distance(typed, word) <= reach)
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
