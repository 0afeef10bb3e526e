package dev.slipway.steps.launcher;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/** Reads what an app said last, to put it beside the reason why it did not come up. */
final class AppLogs {
    private static final int MOST_LINES = 20;

    private final CloudWatchLogsClient logs;

    AppLogs(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    /** Returns the last lines of one published version; none when there is no log, which is never a failure. */
    List<String> last(String function, String functionVersion, Instant since) {
        try {
            FilterLogEventsResponse found = logs.filterLogEvents(call -> call.logGroupName("/aws/lambda/" + function)
                    .startTime(since.toEpochMilli())
                    .limit(1000));
            List<String> lines = found.events().stream()
                    .filter(event -> event.logStreamName().contains("[" + functionVersion + "]"))
                    .map(event -> event.message().stripTrailing())
                    .filter(line -> !line.matches("(START|END|REPORT|INIT_START) .*"))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
        } catch (CloudWatchLogsException e) {
            return List.of();
        }
    }
}
