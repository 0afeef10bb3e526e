package dev.slipway.cli.progress;

import dev.slipway.cli.console.PlainText;
import dev.slipway.cli.console.TextWidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lays lines out for a terminal of some width, in columns: what, how long, how it went.
 *
 * <p>The last column stays empty, for some terminals begin a new line when it is written to. All text is taken for what it
 * is: from somewhere else.
 */
final class StepLayout {
    private static final int LABEL_WIDTH = 18;
    private static final int TIME_WIDTH = 6;
    private static final int NARROW = 60;
    private static final int SHORTEST_TEXT = 24;
    private static final int INDENT = 6;
    private static final int LONGEST_LINE = 1000;

    private final Style style;
    private final int columns;

    StepLayout(Style style, int columns) {
        this.style = style;
        this.columns = Math.max(2, columns - 1);
    }

    /** Returns the ids whole, for they are there to be copied; of the trace's, a part where it has to fit one line. */
    List<String> header(String title, String deploymentId, @Nullable String traceId) {
        String deployment = "deployment " + deploymentId;
        List<String> choices = traceId == null
                ? List.of(deployment)
                : List.of(deployment + "  trace " + traceId, deployment + "  trace " + brief(traceId));
        for (String ids : choices) {
            if (TextWidth.of(title) + 3 + ids.length() <= columns) {
                return List.of(style.bold(title) + "   " + style.dim(ids));
            }
        }
        return traceId == null
                ? List.of(style.bold(title), "  " + style.dim(deployment))
                : List.of(style.bold(title), "  " + style.dim(deployment), "  " + style.dim("trace " + traceId));
    }

    /** Returns a step that has ended; what does not fit goes on below its text. */
    List<String> step(String mark, Step step, Duration took, String what) {
        String start = columns(step, took);
        int first = TextWidth.of(start) + 4;
        int indent = isNarrow() ? INDENT : first;
        List<String> texts = TextWidth.wrap(plain(what), columns - first, columns - indent);
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            String before = lines.isEmpty() ? "  " + mark + " " + start : " ".repeat(indent);
            lines.add(text.isEmpty() ? before.stripTrailing() : before + text);
        }
        return lines;
    }

    /** Returns the line that is alive: one row, with the keys at its right edge where there is room for them. */
    String live(String mark, Step step, Duration took, Now now, String keys) {
        String start = "  " + mark + " " + columns(step, took);
        String time = now.took() == null ? "" : "   " + Durations.of(now.took());
        String text = PlainText.of(now.text());
        int room = columns - TextWidth.of(start);
        int beside = room - TextWidth.of(keys) - 2;
        int wanted = Math.min(TextWidth.of(text) + time.length(), SHORTEST_TEXT);
        if (keys.isEmpty() || beside < wanted) {
            return TextWidth.cut(start + text(text, time, room), columns);
        }
        String left = start + text(text, time, beside);
        return TextWidth.pad(left, columns - TextWidth.of(keys)) + style.dim(keys);
    }

    List<String> detail(String what) {
        return TextWidth.wrap(plain(what), columns - INDENT).stream()
                .map(line -> " ".repeat(INDENT) + style.dim(line))
                .toList();
    }

    List<String> note(String what) {
        return TextWidth.wrap(plain(what), columns - 2).stream()
                .map(line -> "  " + line)
                .toList();
    }

    /** Returns a line of a log; the terminal wraps it, for a line broken here could not be copied whole. */
    String log(String line) {
        return " ".repeat(INDENT) + style.dim("| ") + plain(line);
    }

    private String text(String text, String time, int room) {
        return time.isEmpty() || room < time.length() + 2
                ? TextWidth.cut(text, room)
                : TextWidth.cut(text, room - time.length()) + time;
    }

    private String columns(Step step, Duration took) {
        return isNarrow()
                ? step.label() + " " + Durations.of(took) + "  "
                : String.format(
                        Locale.ROOT,
                        "%-" + LABEL_WIDTH + "s %" + TIME_WIDTH + "s   ",
                        step.label(),
                        Durations.of(took));
    }

    private boolean isNarrow() {
        return columns < NARROW;
    }

    private static String plain(String text) {
        return TextWidth.cut(PlainText.of(text), LONGEST_LINE);
    }

    private static String brief(String traceId) {
        return traceId.length() <= 12
                ? traceId
                : traceId.substring(0, 8) + "…" + traceId.substring(traceId.length() - 4);
    }

    /**
     * What a step is at.
     *
     * @param took how long that has taken so far, where it is worth a look
     */
    record Now(String text, @Nullable Duration took) {}
}
