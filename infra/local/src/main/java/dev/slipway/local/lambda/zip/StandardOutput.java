package dev.slipway.local.lambda.zip;

import dev.slipway.local.lambda.invoke.InvocationLog;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each invocation its own standard output, though all share one process: what a thread prints while it runs an
 * invocation, or a thread that it started, goes to that invocation's log. Everything else goes where it went before.
 */
public final class StandardOutput implements AutoCloseable {
    private static final InheritableThreadLocal<InvocationLog> CURRENT = new InheritableThreadLocal<>();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Lines outLines = new Lines(out);
    private final Lines errLines = new Lines(err);

    /** Takes over {@code System.out} and {@code System.err} until closed. */
    public StandardOutput() {
        System.setOut(new PrintStream(outLines, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errLines, true, StandardCharsets.UTF_8));
    }

    void enter(InvocationLog log) {
        CURRENT.set(log);
    }

    void leave(InvocationLog log) {
        outLines.emit(log);
        errLines.emit(log);
        CURRENT.remove();
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }

    /** Collects whole lines per invocation, so that two that print at once do not mix within a line. */
    private static final class Lines extends OutputStream {
        private final PrintStream elsewhere;
        private final Map<InvocationLog, ByteArrayOutputStream> partial = new HashMap<>();

        Lines(PrintStream elsewhere) {
            this.elsewhere = elsewhere;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            InvocationLog log = CURRENT.get();
            if (log == null) {
                elsewhere.write(bytes, offset, length);
                return;
            }
            ByteArrayOutputStream line = partial.computeIfAbsent(log, key -> new ByteArrayOutputStream());
            line.write(bytes, offset, length);
            if (length > 0 && bytes[offset + length - 1] == '\n') {
                emit(log);
            }
        }

        @Override
        public synchronized void flush() {
            InvocationLog log = CURRENT.get();
            if (log == null) {
                elsewhere.flush();
            }
        }

        synchronized void emit(InvocationLog log) {
            ByteArrayOutputStream line = partial.remove(log);
            if (line != null) {
                log.write(line.toString(StandardCharsets.UTF_8));
            }
        }
    }
}
