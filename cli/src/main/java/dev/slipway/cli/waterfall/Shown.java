package dev.slipway.cli.waterfall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rows of a waterfall that a terminal shows, with the lines of their tree. */
final class Shown {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final List<Line> lines = new ArrayList<>();
    private int hiddenCalls;
    private int hiddenShort;

    /**
     * A row and what stands before its label.
     *
     * @param tree lines that lead to it from the rows above
     */
    record Line(Row row, String tree) {}

    /**
     * Chooses the rows.
     *
     * @param all whether calls to AWS and rows under a millisecond are among them
     * @param depth how many lines may stand side by side; deeper rows share the last
     */
    Shown(List<Row> rows, boolean all, int depth) {
        boolean[] shown = shown(rows, all);
        boolean[] last = last(rows, shown);
        String[] below = new String[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!shown[i]) {
                count(row);
                below[i] = "";
                continue;
            }
            String above = row.parent() == Row.NONE ? "" : below[row.parent()];
            String tree = row.parent() == Row.NONE ? "" : above + (last[i] ? "└─ " : "├─ ");
            boolean deep = above.length() >= depth * 3;
            below[i] = row.parent() == Row.NONE || deep ? above : above + (last[i] ? "   " : "│  ");
            lines.add(new Line(row, deep ? above + "⋯  " : tree));
        }
    }

    List<Line> lines() {
        return lines;
    }

    int hiddenCalls() {
        return hiddenCalls;
    }

    int hiddenShort() {
        return hiddenShort;
    }

    private void count(Row row) {
        if (row.span().isAwsCall()) {
            hiddenCalls++;
        } else {
            hiddenShort++;
        }
    }

    /** A row is shown with all rows that lead to it. */
    private static boolean[] shown(List<Row> rows, boolean all) {
        boolean[] shown = new boolean[rows.size()];
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            shown[i] |= all || row.parent() == Row.NONE || isWorthALine(row);
            if (shown[i] && row.parent() != Row.NONE) {
                shown[row.parent()] = true;
            }
        }
        return shown;
    }

    private static boolean isWorthALine(Row row) {
        return !row.span().isAwsCall()
                && (row.isError() || row.span().duration().compareTo(SHORT) >= 0);
    }

    private static boolean[] last(List<Row> rows, boolean[] shown) {
        boolean[] last = new boolean[rows.size()];
        boolean[] sibling = new boolean[rows.size()];
        for (int i = rows.size() - 1; i >= 0; i--) {
            int parent = rows.get(i).parent();
            if (shown[i] && parent != Row.NONE) {
                last[i] = !sibling[parent];
                sibling[parent] = true;
            }
        }
        return last;
    }
}
