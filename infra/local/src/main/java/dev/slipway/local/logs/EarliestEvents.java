package dev.slipway.local.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the earliest of many events: as many as asked for and as fit in the 1 MiB that CloudWatch gives a page, so that
 * a page of a large log needs no more memory than that of a small one.
 */
final class EarliestEvents {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int BYTES_PER_EVENT = 26;

    private final int limit;
    private final @Nullable LogEvent after;
    private final PriorityQueue<LogEvent> latestFirst = new PriorityQueue<>(LogEvent.BY_TIME.reversed());
    private long bytes;
    private boolean leftSomeOut;

    /** Keeps those that come after the given one, which is where the page before ended. */
    EarliestEvents(int limit, @Nullable LogEvent after) {
        this.limit = limit;
        this.after = after;
    }

    void offer(LogEvent event) {
        if (after != null && LogEvent.BY_TIME.compare(event, after) <= 0) {
            return;
        }
        latestFirst.add(event);
        bytes += size(event);
        while (latestFirst.size() > limit || (bytes > MOST_BYTES && latestFirst.size() > 1)) {
            bytes -= size(latestFirst.remove());
            leftSomeOut = true;
        }
    }

    /** Tells whether there is another page. */
    boolean leftSomeOut() {
        return leftSomeOut;
    }

    List<LogEvent> inOrder() {
        List<LogEvent> events = new ArrayList<>(latestFirst);
        events.sort(LogEvent.BY_TIME);
        return events;
    }

    private static int size(LogEvent event) {
        return event.message().length() + BYTES_PER_EVENT;
    }
}
