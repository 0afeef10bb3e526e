package dev.slipway.local.logs;

import java.util.Comparator;
import java.util.Optional;

/**
 * One event of a stream.
 *
 * @param offset where it stands in its stream; offsets grow and are never used again
 * @param timestamp milliseconds of the epoch, as its writer said
 * @param ingestionTime milliseconds of the epoch, when it came in
 */
record LogEvent(String stream, long offset, long timestamp, long ingestionTime, String message) {
    /** The order of FilterLogEvents: by time, and stable among equal times. */
    static final Comparator<LogEvent> BY_TIME = Comparator.comparingLong(LogEvent::timestamp)
            .thenComparing(LogEvent::stream)
            .thenComparingLong(LogEvent::offset);

    /** Returns the id that CloudWatch would give: 56 digits, the same for the same event whenever it is read. */
    String id() {
        return "%014d%010d%032d".formatted(timestamp, Integer.toUnsignedLong(stream.hashCode()), offset);
    }

    /** Writes the event as one line; line ends in the message are escaped. */
    String encode() {
        String escaped = message.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return timestamp + "\t" + ingestionTime + "\t" + escaped + "\n";
    }

    /** Reads what {@link #encode()} wrote, without its line end; empty for anything else. */
    static Optional<LogEvent> decode(String stream, long offset, String line) {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        if (first < 1 || second < 0) {
            return Optional.empty();
        }
        try {
            long timestamp = Long.parseLong(line, 0, first, 10);
            long ingestionTime = Long.parseLong(line, first + 1, second, 10);
            String message = unescape(line.substring(second + 1));
            return Optional.of(new LogEvent(stream, offset, timestamp, ingestionTime, message));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char escaped = text.charAt(i);
                out.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
