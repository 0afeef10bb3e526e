package dev.slipway.cli.waterfall;

import dev.slipway.cli.console.PlainText;
import dev.slipway.cli.console.TextWidth;
import dev.slipway.cli.progress.Style;
import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes a waterfall for a terminal, one span a line: tree, bar, time, marks, note. */
public final class TextWaterfall {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    /** A space at which no line is broken. */
    private static final char TOGETHER = '\u00A0';

    private static final int LONGEST = 5;
    private static final int CAUSES = 5;
    /** A row that all waited for is marked from this part of the whole on: most rows take their turn for a moment. */
    private static final int MARKED = 100;

    private static final int MARKS = 3;
    private static final int NARROWEST_BAR = 8;
    private static final int NARROWEST_NOTE = 8;

    private final Waterfall waterfall;
    private final Subject subject;
    private final Style style;
    private final Shown shown;
    private final Layout layout;
    private final int columns;

    /**
     * Lays a waterfall out.
     *
     * @param columns of the terminal
     * @param all whether to show calls to AWS and what took less than a millisecond
     */
    public TextWaterfall(Waterfall waterfall, Subject subject, Style style, int columns, boolean all) {
        this.waterfall = waterfall;
        this.subject = subject;
        this.style = style;
        // The last column stays empty: some terminals begin a new line when it is written to.
        this.columns = Math.max(20, columns - 1);
        this.shown = new Shown(waterfall.rows(), all, this.columns / 12);
        this.layout = Layout.of(shown.lines(), this.columns);
    }

    /** Writes all of it. */
    public void print(PrintWriter out) {
        header(out);
        Blocks blocks = new Blocks(waterfall.length(), Math.max(1, layout.bar()));
        shown.lines().forEach(line -> out.println(line(line, blocks)));
        causes(out);
        footer(out);
        out.flush();
    }

    private void header(PrintWriter out) {
        String when = WHEN.format(subject.createdAt());
        String rest = " · " + Times.of(waterfall.length()) + " · " + subject.outcome();
        String outcome = subject.isLive() ? style.green(rest) : subject.phase() == null ? rest : style.red(rest);
        String plain = subject.title() + rest;
        boolean fits = TextWidth.of(plain) + when.length() + 2 <= columns;
        out.println(style.bold(subject.title())
                + outcome
                + (fits ? " ".repeat(columns - TextWidth.of(plain) - when.length()) + style.dim(when) : ""));
        String deployment = "deployment " + subject.deploymentId();
        String trace = "trace " + subject.traceId();
        if (deployment.length() + trace.length() + 2 <= columns) {
            out.println(style.dim(deployment + "  " + trace));
        } else {
            out.println(style.dim(deployment));
            out.println(style.dim(trace));
        }
        if (subject.traceUrl() != null) {
            out.println(style.dim(PlainText.of(subject.traceUrl())));
        }
        out.println();
    }

    private String line(Shown.Line line, Blocks blocks) {
        Row row = line.row();
        int label = layout.label() - TextWidth.of(line.tree());
        StringBuilder text = new StringBuilder();
        text.append(style.dim(line.tree()));
        text.append(TextWidth.pad(TextWidth.cut(row.label(), label), label)).append(' ');
        if (layout.bar() > 0) {
            text.append(bar(row, blocks)).append(' ');
        }
        text.append(pad(Times.of(row.span().duration()), layout.time()));
        text.append(isMarked(row) ? " •" : "  ").append(row.isError() ? style.red("✗") : " ");
        if (layout.note() > 0 && !row.note().isEmpty()) {
            text.append(' ').append(style.dim(TextWidth.cut(row.note(), layout.note())));
        }
        return text.toString().stripTrailing();
    }

    /** Paints the part for which all waited in full, and the rest of the bar dim. */
    private String bar(Row row, Blocks blocks) {
        String bar = blocks.of(row.bar());
        String padded = bar + " ".repeat(layout.bar() - bar.length());
        if (!style.colours()) {
            return padded;
        }
        boolean[] waited = new boolean[bar.length()];
        for (Row.Bar part : row.critical()) {
            int from = Math.min(blocks.column(part.from()), bar.length() - 1);
            int to = Math.min(Math.max(blocks.column(part.to()), from + 1), bar.length());
            for (int i = from; i < to; i++) {
                waited[i] = true;
            }
        }
        StringBuilder painted = new StringBuilder();
        int done = 0;
        for (int i = 1; i <= bar.length(); i++) {
            if (i == bar.length() || waited[i] != waited[done]) {
                painted.append(paint(row, bar.substring(done, i), waited[done]));
                done = i;
            }
        }
        return painted + padded.substring(bar.length());
    }

    private String paint(Row row, String part, boolean waited) {
        if (!waited) {
            return style.dim(part);
        }
        return row.isError() ? style.red(part) : style.bold(part);
    }

    private boolean isMarked(Row row) {
        return !row.critical().isEmpty() && row.waitedFor().multipliedBy(MARKED).compareTo(waterfall.length()) >= 0;
    }

    /** Names each cause once, where it happened: what is above failed because of it. */
    private void causes(PrintWriter out) {
        List<String> causes = new ArrayList<>();
        for (Row row : waterfall.rows()) {
            if (Causes.isOrigin(row.span())) {
                causes.add("✗ " + row.label() + ": " + Causes.of(row.span()));
            }
        }
        if (!causes.isEmpty()) {
            out.println();
        }
        causes.stream().distinct().limit(CAUSES).forEach(cause -> wrapped(cause, 2, out, style::red));
        int more = (int) causes.stream().distinct().count() - CAUSES;
        if (more > 0) {
            out.println("  and " + more + " more");
        }
    }

    private void footer(PrintWriter out) {
        out.println();
        if (waterfall.isWhole()) {
            String longest = waterfall.parts(LONGEST).stream()
                    .map(part -> part.text().replace(' ', TOGETHER))
                    .collect(Collectors.joining(" · "));
            wrapped("critical path (•): " + longest, 2, out, text -> text);
        } else {
            wrapped("the spans above these have not come" + (subject.isOpen() ? " yet" : ""), 2, out, text -> text);
        }
        List<String> remarks = new ArrayList<>();
        waterfall
                .coverage()
                .ifPresent(share -> remarks.add(String.format(Locale.ROOT, "named %.1f %% of the time", 100 * share)));
        if (waterfall.orphans() > 0 && waterfall.isWhole()) {
            remarks.add(count(waterfall.orphans(), "span") + " without its parent");
        }
        if (shown.hiddenCalls() + shown.hiddenShort() > 0) {
            remarks.add(hidden());
        }
        wrapped(String.join(" · ", remarks), 0, out, style::dim);
    }

    private String hidden() {
        List<String> hidden = new ArrayList<>();
        if (shown.hiddenCalls() > 0) {
            hidden.add(count(shown.hiddenCalls(), "AWS call"));
        }
        if (shown.hiddenShort() > 0) {
            hidden.add(count(shown.hiddenShort(), "row") + " under 1ms");
        }
        return "--all shows " + String.join(" and ", hidden) + " more";
    }

    private void wrapped(String text, int indent, PrintWriter out, UnaryOperator<String> paint) {
        String before = "";
        for (String line : TextWidth.wrap(text, columns, columns - indent)) {
            out.println(before + paint.apply(line.replace(TOGETHER, ' ')));
            before = " ".repeat(indent);
        }
    }

    private static String count(int number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }

    private static String pad(String time, int width) {
        return " ".repeat(Math.max(0, width - time.length())) + time;
    }

    /**
     * Widths of the columns; zero for one that there is no room for.
     *
     * @param label of the tree and the names
     */
    private record Layout(int label, int bar, int time, int note) {
        static Layout of(List<Shown.Line> lines, int columns) {
            int label = 0;
            int time = 0;
            int note = 0;
            for (Shown.Line line : lines) {
                label = Math.max(
                        label,
                        TextWidth.of(line.tree()) + TextWidth.of(line.row().label()));
                time = Math.max(time, Times.of(line.row().span().duration()).length());
                note = Math.max(note, TextWidth.of(line.row().note()));
            }
            label = Math.min(label, Math.max(columns * 9 / 20, columns - 60));
            note = columns / 4 < NARROWEST_NOTE ? 0 : Math.min(note, columns / 4);
            int fixed = 1 + time + MARKS;
            if (columns - label - fixed - note - 2 < 2 * NARROWEST_BAR) {
                note = 0;
            }
            int bar = columns - label - fixed - 1 - (note == 0 ? 0 : note + 1);
            return bar >= NARROWEST_BAR
                    ? new Layout(label, bar, time, note)
                    : new Layout(Math.max(1, columns - fixed), 0, time, 0);
        }
    }
}
