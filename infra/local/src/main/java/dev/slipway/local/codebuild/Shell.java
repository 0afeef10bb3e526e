package dev.slipway.local.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** The shell of a build, in a session of its own. Commands run in it one after the other. */
final class Shell implements AutoCloseable {
    /** No line of output is longer; one that is goes on in the next. */
    private static final int MAX_LINE = 1 << 15;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** What became of a command. */
    sealed interface Outcome {
        /** The command ended; the shell goes on. */
        record Finished(int status) implements Outcome {}

        /** The shell itself ended, as {@code exit} makes it. */
        record Ended(int status) implements Outcome {}

        /** Someone else wants the build to end. */
        record Interrupted(BuildProblem why) implements Outcome {}
    }

    private final Process process;
    private final String mark;
    private final BlockingQueue<Outcome> outcomes;
    private final Thread reader;

    /**
     * Starts a shell.
     *
     * @param scratch holds the script, and what an ended shell of the same build left
     * @param outcomes takes what becomes of each command
     * @param lines takes each line of output
     */
    Shell(
            Path scratch,
            Path folder,
            Map<String, String> environment,
            BlockingQueue<Outcome> outcomes,
            Consumer<String> lines)
            throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.mark = "\u001e" + HexFormat.of().formatHex(random);
        this.outcomes = outcomes;
        Path script = scratch.resolve("shell.sh");
        if (!Files.exists(script)) {
            try (InputStream resource = Shell.class.getResourceAsStream("shell.sh")) {
                if (resource == null) {
                    throw new IOException("the local cloud lacks its shell.sh");
                }
                Files.copy(resource, script);
            }
        }
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(
                List.of("bash", script.toString(), scratch.resolve("state").toString(), mark));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        this.process = builder.start();
        this.reader = new Thread(() -> read(lines), "build output");
        reader.setDaemon(true);
        reader.start();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Runs a command; the outcome comes by the queue. */
    void run(Path file) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((file + "\n").getBytes(UTF_8));
            in.flush();
        } catch (IOException ended) {
            // The reader tells that the shell has ended.
        }
    }

    private void read(Consumer<String> lines) {
        try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n' || line.size() >= MAX_LINE) {
                    take(line.toString(UTF_8), lines);
                    line.reset();
                }
                if (c != '\n') {
                    line.write(c);
                }
            }
            if (line.size() > 0) {
                take(line.toString(UTF_8), lines);
            }
        } catch (IOException closed) {
            // A killed build's output ends in the middle.
        }
        outcomes.add(new Outcome.Ended(process.onExit().join().exitValue()));
    }

    private void take(String line, Consumer<String> lines) {
        int at = line.indexOf(mark);
        if (at < 0) {
            lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            return;
        }
        // The command's last line may have had no end.
        if (at > 0) {
            lines.accept(line.substring(0, at));
        }
        outcomes.add(new Outcome.Finished(Integer.parseInt(line.substring(at + mark.length() + 1))));
    }

    /** Lets the shell end, and takes what it still says. */
    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException ended) {
            // Then there is nothing to let end.
        }
        try {
            // A daemon that a command left behind may hold the output open; it is ended with the build.
            reader.join(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
