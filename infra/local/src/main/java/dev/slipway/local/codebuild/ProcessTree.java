package dev.slipway.local.codebuild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All processes of one build: those that carry its id in their environment, those of their sessions, and their
 * descendants. A process that leaves its session, or whose parent has ended, is still found.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final Duration GRACE = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final byte[] marker;
    private final Set<Long> sessions = new HashSet<>();

    /** Finds by a variable and its value, {@code NAME=value}, that no other process has. */
    ProcessTree(String marker) {
        this.marker = marker.getBytes(ISO_8859_1);
    }

    /** Adds a process whose session is its own. */
    synchronized void add(long session) {
        sessions.add(session);
    }

    /** Ends all of them: asks first, insists after a while. Returns once none is left, or insisting did not help. */
    synchronized void kill() {
        long start = System.nanoTime();
        Set<Long> asked = new HashSet<>();
        boolean interrupted = false;
        List<ProcessHandle> alive = alive();
        while (!alive.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            boolean insist = System.nanoTime() - start > GRACE.toNanos();
            for (ProcessHandle process : alive) {
                if (insist) {
                    process.destroyForcibly();
                } else if (asked.add(process.pid())) {
                    process.destroy();
                }
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                // The processes are ended all the same; whoever interrupts learns of it afterwards.
                interrupted = true;
            }
            alive = alive();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> alive() {
        Set<Long> found = Files.isDirectory(PROC) ? marked() : new HashSet<>(sessions);
        Set<ProcessHandle> all = found.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .filter(process -> process.isAlive() && !isZombie(process.pid()))
                .collect(Collectors.toSet());
        return List.copyOf(all);
    }

    private Set<Long> marked() {
        Set<Long> found = new HashSet<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                if (Character.isDigit(name.charAt(0)) && (hasMarker(entry) || isOfASession(entry))) {
                    found.add(Long.parseLong(name));
                }
            }
        } catch (IOException e) {
            found.addAll(sessions);
        }
        return found;
    }

    private boolean hasMarker(Path process) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            String text = new String(environment, ISO_8859_1);
            return ("\0" + text).contains("\0" + new String(marker, ISO_8859_1) + "\0");
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private boolean isOfASession(Path process) {
        String[] fields = stat(process);
        return fields.length > 3 && sessions.contains(Long.parseLong(fields[3]));
    }

    private static boolean isZombie(long pid) {
        String[] fields = stat(PROC.resolve(Long.toString(pid)));
        return fields.length > 0 && (fields[0].equals("Z") || fields[0].equals("X"));
    }

    /** The fields after the name, which is in parentheses and may hold anything: state, parent, group, session. */
    private static String[] stat(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
