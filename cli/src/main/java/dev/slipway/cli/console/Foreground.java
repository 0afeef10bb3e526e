package dev.slipway.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says whether this process is in the foreground of its terminal: one in the background is stopped by the system when it
 * reads from the terminal or changes it ("POSIX.1-2017", 11.1.4).
 */
final class Foreground {
    private static final Path STATUS = Path.of("/proc/self/stat");
    private static final int GROUP = 2;
    private static final int FOREGROUND_GROUP = 5;

    private Foreground() {}

    static boolean isHere() {
        try {
            return Files.exists(STATUS) ? isHere(Files.readString(STATUS)) : ps().contains("+");
        } catch (IOException e) {
            return false;
        }
    }

    /** Says the same, and yes where it takes long to find out. */
    static boolean mayBeHere() {
        return !Files.exists(STATUS) || isHere();
    }

    /** Reads proc_pid_stat(5): the name stands in brackets and may hold anything, the numbers come after it. */
    static boolean isHere(String status) {
        String[] fields = status.substring(status.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > FOREGROUND_GROUP && fields[GROUP].equals(fields[FOREGROUND_GROUP]);
    }

    private static String ps() throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        Process process = new ProcessBuilder("ps", "-o", "stat=", "-p", pid)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
