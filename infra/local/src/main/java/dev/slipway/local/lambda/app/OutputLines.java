package dev.slipway.local.lambda.app;

import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/** Splits an app's output into lines, and a line without end into pieces as CloudWatch Logs does. */
final class OutputLines {
    private static final int MAX_LINE = 256 * 1024;

    private OutputLines() {}

    /** Reads to the end. */
    static void copy(Reader reader, Consumer<String> lines) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        while (c >= 0) {
            if (c == '\n') {
                emit(line, lines);
            } else {
                line.append((char) c);
                if (line.length() >= MAX_LINE) {
                    emit(line, lines);
                }
            }
            c = reader.read();
        }
        if (!line.isEmpty()) {
            emit(line, lines);
        }
    }

    private static void emit(StringBuilder line, Consumer<String> lines) {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        lines.accept(line.substring(0, end));
        line.setLength(0);
    }
}
