package dev.slipway.cli.command;

import dev.slipway.cli.bootstrap.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums changes up. */
final class Counts {
    private Counts() {}

    /** Returns such as {@code 1 to replace, 12 to modify, 3 to add}. */
    static String of(List<Change> changes) {
        Map<Change.Kind, Long> counts =
                changes.stream().collect(Collectors.groupingBy(Change::kind, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue()
                        + (count.getKey() == Change.Kind.MAY_REPLACE
                                ? " that may be replaced"
                                : " to " + count.getKey().word()))
                .collect(Collectors.joining(", "));
    }
}
