package dev.slipway.cli.console;

/**
 * Makes a line of others harmless and readable: what a build or an app prints must not steer the terminal that shows it.
 *
 * <p>Escape sequences (ECMA-48, with the strings of OSC and DCS) and control characters are taken out, as are the
 * characters that turn the direction of text around. A line that was drawn over with carriage returns reads as it did at
 * last.
 */
public final class PlainText {
    private static final int ESCAPE = 0x1B;
    private static final int BELL = 0x07;
    private static final int STRING_TERMINATOR = 0x9C;
    private static final int TAB_WIDTH = 8;

    private final String text;
    private final StringBuilder plain;
    private int at;

    private PlainText(String text) {
        this.text = text;
        this.plain = new StringBuilder(text.length());
    }

    /** Returns one line without anything that a terminal obeys. */
    public static String of(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
            end--;
        }
        String text = line.substring(0, end);
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F) ? text : new PlainText(text).read();
    }

    private String read() {
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            take(c);
        }
        return plain.toString();
    }

    private void take(int c) {
        if (c == ESCAPE) {
            escape();
        } else if (c >= 0x80 && c < 0xA0) {
            // The same functions in one character each, as 8-bit terminals know them.
            function(c - 0x40);
        } else if (c == '\r') {
            plain.setLength(0);
        } else if (c == '\t') {
            plain.append(" ".repeat(TAB_WIDTH - plain.length() % TAB_WIDTH));
        } else if (c == '\n' || c == 0x2028 || c == 0x2029) {
            plain.append(' ');
        } else if (Character.getType(c) == Character.SURROGATE) {
            plain.append('\uFFFD');
        } else if (isShown(c)) {
            plain.appendCodePoint(c);
        }
    }

    private void escape() {
        if (at < text.length()) {
            function(text.charAt(at++));
        }
    }

    /** Skips what belongs to a function, named by the character that follows ESC. */
    private void function(int c) {
        if (c == '[') {
            skip(0x20, 0x3F);
            at++;
        } else if (c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_') {
            string();
        } else if (c >= 0x20 && c < 0x30) {
            skip(0x20, 0x2F);
            at++;
        }
    }

    private void skip(int from, int to) {
        while (at < text.length() && text.charAt(at) >= from && text.charAt(at) <= to) {
            at++;
        }
    }

    private void string() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == BELL || c == STRING_TERMINATOR) {
                return;
            }
            if (c == ESCAPE && at < text.length() && text.charAt(at) == '\\') {
                at++;
                return;
            }
        }
    }

    /** Of the format characters, those that join letters and pictures stay; the others turn text around or hide it. */
    private static boolean isShown(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && (type != Character.FORMAT || c == 0x200C || c == 0x200D);
    }
}
