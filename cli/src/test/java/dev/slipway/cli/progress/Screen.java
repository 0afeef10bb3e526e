package dev.slipway.cli.progress;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal as far as the display needs one: carriage return, new line, erase below, colours, and lines that wrap and
 * are wrapped anew when the window changes.
 */
final class Screen extends Writer {
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int columns;
    private int line;
    private int at;
    private String escape = "";

    Screen(int columns) {
        this.columns = columns;
    }

    PrintWriter writer() {
        return new PrintWriter(this, true);
    }

    synchronized void resize(int width) {
        columns = width;
    }

    /** Returns the rows that are not empty, without the spaces at their ends. */
    synchronized List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (StringBuilder text : lines) {
            for (int from = 0; from == 0 || from < text.length(); from += columns) {
                rows.add(text.substring(from, Math.min(text.length(), from + columns))
                        .stripTrailing());
            }
        }
        rows.removeIf(String::isEmpty);
        return rows;
    }

    @Override
    public synchronized void write(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            put(buffer[i]);
        }
    }

    private void put(char c) {
        if (!escape.isEmpty()) {
            escape += c;
            if (Character.isLetter(c)) {
                obey(escape);
                escape = "";
            }
        } else if (c == '\u001B') {
            escape = "\u001B";
        } else if (c == '\r') {
            at -= at % columns;
        } else if (c == '\n') {
            line++;
            at = 0;
            if (line == lines.size()) {
                lines.add(new StringBuilder());
            }
        } else {
            StringBuilder text = lines.get(line);
            text.replace(at, Math.min(text.length(), at + 1), String.valueOf(c));
            at++;
        }
    }

    private void obey(String sequence) {
        if (sequence.equals("\u001B[J")) {
            lines.get(line).setLength(at);
            lines.subList(line + 1, lines.size()).clear();
        } else if (!sequence.endsWith("m")) {
            throw new AssertionError("the display uses no " + sequence.substring(1));
        }
    }

    @Override
    public void flush() {
        // Drawn at once.
    }

    @Override
    public void close() {
        // Nothing to give back.
    }
}
