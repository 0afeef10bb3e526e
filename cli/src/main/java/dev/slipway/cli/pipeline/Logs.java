package dev.slipway.cli.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Reads the logs of builds and apps from CloudWatch Logs. */
public final class Logs {
    private final Site site;
    private final Clients clients;

    Logs(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    /** Begins at the start of a build's log. */
    public BuildLog build(String buildId) {
        // CodeBuild's id is project:uuid; the stream is named by the uuid.
        return new BuildLog(buildId.substring(buildId.indexOf(':') + 1));
    }

    /** Begins at a time in an app's log. */
    public AppLog app(String app, Instant since) {
        return new AppLog("/aws/lambda/" + site.appFunction(app), since);
    }

    /** A log line. */
    public record Line(Instant time, String text) {}

    /** The log of one build, read on from where it was left. Not thread-safe. */
    public final class BuildLog {
        private final String stream;
        private @Nullable String token;

        private BuildLog(String stream) {
            this.stream = stream;
        }

        /** Returns the lines that came since the last call. */
        public List<Line> next() {
            List<Line> lines = new ArrayList<>();
            try {
                while (true) {
                    GetLogEventsResponse page = clients.logs()
                            .getLogEvents(request -> request.logGroupName(site.buildLogGroup())
                                    .logStreamName(stream)
                                    .startFromHead(true)
                                    .nextToken(token));
                    page.events()
                            .forEach(event ->
                                    lines.add(new Line(Instant.ofEpochMilli(event.timestamp()), event.message())));
                    // The same token again says that there is no more for now.
                    boolean end = page.nextForwardToken() == null
                            || page.nextForwardToken().equals(token)
                            || page.events().isEmpty();
                    token = page.nextForwardToken();
                    if (end) {
                        return lines;
                    }
                }
            } catch (ResourceNotFoundException e) {
                return lines;
            }
        }
    }

    /** The log of one app over all its instances, read on from where it was left. Not thread-safe. */
    public final class AppLog {
        private final String group;
        private final Set<String> seen = new HashSet<>();
        private long from;

        private AppLog(String group, Instant since) {
            this.group = group;
            this.from = since.toEpochMilli();
        }

        /** Returns the lines that came since the last call. */
        public List<Line> next() {
            List<FilteredLogEvent> events = new ArrayList<>();
            @Nullable String page = null;
            try {
                do {
                    FilterLogEventsResponse response = clients.logs()
                            .filterLogEvents(FilterLogEventsRequest.builder()
                                    .logGroupName(group)
                                    .startTime(from)
                                    .nextToken(page)
                                    .build());
                    events.addAll(response.events());
                    page = response.nextToken();
                } while (page != null);
            } catch (ResourceNotFoundException e) {
                return List.of();
            }
            List<Line> lines = events.stream()
                    .filter(event -> !seen.contains(event.eventId()))
                    .map(event -> new Line(Instant.ofEpochMilli(event.timestamp()), event.message()))
                    .toList();
            moveOn(events);
            return lines;
        }

        /** Instances write at once: more events of the newest moment may come, and those seen are known by id. */
        private void moveOn(List<FilteredLogEvent> events) {
            from = events.stream().mapToLong(FilteredLogEvent::timestamp).max().orElse(from);
            seen.clear();
            events.stream().filter(event -> event.timestamp() == from).forEach(event -> seen.add(event.eventId()));
        }
    }
}
