package dev.slipway.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures plain text in the columns of a terminal, where a letter of East Asia or a picture takes two and a combining
 * accent none (Unicode Standard Annex #11).
 *
 * <p>Terminals differ for the newest pictures; where in doubt a character counts as wide, for a line too short harms less
 * than one that wraps.
 */
public final class TextWidth {
    private static final String ELLIPSIS = "…";

    /** First and last of each range of wide characters, in order. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x2705,
        0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274E, 0x2753, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF,
        0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3,
        0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF,
        0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F7E0, 0x1F7F0, 0x1F900,
        0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private TextWidth() {}

    /** Returns how many columns a text takes. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** Returns the text, or as much of its beginning as fits, with an ellipsis. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int end = 0;
        int width = 1;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            width += of(c);
            if (width > columns) {
                break;
            }
            end += Character.charCount(c);
        }
        return columns <= 0 ? "" : text.substring(0, end) + ELLIPSIS;
    }

    /** Returns the text with spaces after it up to a width. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** Breaks a text between words into lines of at most a width; a longer word gets a line of its own, unbroken. */
    public static List<String> wrap(String text, int columns) {
        return wrap(text, columns, columns);
    }

    /** Does the same where the first line has a width of its own. */
    public static List<String> wrap(String text, int first, int columns) {
        if (of(text) <= first) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            int width = lines.isEmpty() ? first : columns;
            if (!line.isEmpty() && of(line.toString()) + 1 + of(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int of(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        int found = Arrays.binarySearch(WIDE, c);
        // Between the first and the last of a range, the place to insert is that of its last.
        return found >= 0 || (-found - 1) % 2 == 1 ? 2 : 1;
    }
}
