package dev.slipway.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * GetLogEvents and FilterLogEvents. Both page by offsets, so a reader that follows a log reads only what came since, and
 * sees no event twice.
 */
final class LogReads {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST = 10_000;

    private final Function<JsonNode, LogGroup> groups;

    LogReads(Function<JsonNode, LogGroup> groups) {
        this.groups = groups;
    }

    static LogStream stream(LogGroup group, String name) {
        return group.stream(name)
                .orElseThrow(() ->
                        new AwsException(400, "ResourceNotFoundException", "The specified log stream does not exist."));
    }

    JsonNode getEvents(JsonNode input) {
        LogStream stream = stream(groups.apply(input), Input.required(input, "logStreamName"));
        int limit = Input.limit(input, MOST);
        TimeRange range = TimeRange.of(input, false);
        String token = input.path("nextToken").asText("");
        boolean forward = token.isEmpty() ? input.path("startFromHead").asBoolean(false) : token.startsWith("f/");
        long at = token.isEmpty() ? (forward ? 0 : Long.MAX_VALUE) : offset(token);
        List<LogEvent> page = forward ? after(stream, range, at, limit) : before(stream, range, at, limit);
        long first = page.isEmpty() ? Math.min(at, stream.end()) : page.get(0).offset();
        long next = page.isEmpty()
                ? Math.min(at, stream.end())
                : page.get(page.size() - 1).offset() + 1;
        ObjectNode answer = JSON.objectNode();
        ArrayNode events = answer.putArray("events");
        page.forEach(event -> events.addObject()
                .put("timestamp", event.timestamp())
                .put("message", event.message())
                .put("ingestionTime", event.ingestionTime()));
        // At an end the same token comes back, which is how a reader knows it.
        return answer.put("nextForwardToken", "f/%056d".formatted(next))
                .put("nextBackwardToken", "b/%056d".formatted(first));
    }

    JsonNode filterEvents(JsonNode input) {
        LogGroup group = groups.apply(input);
        FilterPattern pattern = FilterPattern.parse(input.path("filterPattern").asText(""));
        TimeRange range = TimeRange.of(input, true);
        LogEvent after = cursor(input.path("nextToken").asText(""));
        EarliestEvents earliest = new EarliestEvents(Input.limit(input, MOST), after);
        long from = after == null ? range.start() : Math.max(range.start(), after.timestamp());
        for (LogStream stream : streams(group, input)) {
            stream.read(0, from, event -> {
                if (event.timestamp() < range.end() && pattern.matches(event.message())) {
                    earliest.offer(event);
                }
            });
        }
        List<LogEvent> page = earliest.inOrder();
        ObjectNode answer = JSON.objectNode();
        ArrayNode events = answer.putArray("events");
        page.forEach(event -> events.addObject()
                .put("logStreamName", event.stream())
                .put("timestamp", event.timestamp())
                .put("message", event.message())
                .put("ingestionTime", event.ingestionTime())
                .put("eventId", event.id()));
        answer.putArray("searchedLogStreams");
        if (earliest.leftSomeOut()) {
            LogEvent last = page.get(page.size() - 1);
            answer.put("nextToken", last.timestamp() + "/" + last.offset() + "/" + last.stream());
        }
        return answer;
    }

    private static Collection<LogStream> streams(LogGroup group, JsonNode input) {
        JsonNode names = input.path("logStreamNames");
        String prefix = input.path("logStreamNamePrefix").asText("");
        if (names.isEmpty()) {
            return group.streams().stream()
                    .filter(stream -> stream.name().startsWith(prefix))
                    .toList();
        }
        if (!prefix.isEmpty()) {
            throw new AwsException(
                    400,
                    "InvalidParameterException",
                    "logStreamNamePrefix and logStreamNames cannot be given together.");
        }
        List<LogStream> chosen = new ArrayList<>();
        names.forEach(name -> chosen.add(stream(group, name.asText())));
        return chosen;
    }

    private static List<LogEvent> after(LogStream stream, TimeRange range, long offset, int limit) {
        List<LogEvent> events = new ArrayList<>();
        stream.read(offset, range.start(), event -> {
            if (event.offset() >= offset && event.timestamp() < range.end() && events.size() < limit) {
                events.add(event);
            }
        });
        return events;
    }

    private static List<LogEvent> before(LogStream stream, TimeRange range, long offset, int limit) {
        var events = new java.util.ArrayDeque<LogEvent>();
        stream.read(0, range.start(), event -> {
            if (event.offset() < offset && event.timestamp() < range.end()) {
                events.add(event);
                if (events.size() > limit) {
                    events.remove();
                }
            }
        });
        return List.copyOf(events);
    }

    private static long offset(String token) {
        if (!token.matches("[fb]/0{37,56}[0-9]{0,19}")) {
            throw Input.invalidToken();
        }
        return Long.parseLong(token.substring(2));
    }

    private static @Nullable LogEvent cursor(String token) {
        if (token.isEmpty()) {
            return null;
        }
        String[] parts = token.split("/", 3);
        if (parts.length < 3 || !parts[0].matches("-?[0-9]{1,18}") || !parts[1].matches("[0-9]{1,18}")) {
            throw Input.invalidToken();
        }
        return new LogEvent(parts[2], Long.parseLong(parts[1]), Long.parseLong(parts[0]), 0, "");
    }

    /** From this millisecond on and before that one. */
    private record TimeRange(long start, long end) {
        /** Reads it from a call; endTime itself is part of the range in FilterLogEvents, and not in GetLogEvents. */
        static TimeRange of(JsonNode input, boolean withEnd) {
            long end = input.path("endTime").asLong(Long.MAX_VALUE);
            boolean next = withEnd && end < Long.MAX_VALUE;
            return new TimeRange(input.path("startTime").asLong(0), next ? end + 1 : end);
        }
    }
}
