package dev.slipway.local.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudWatchLogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "/aws/lambda/hello";

    @TempDir
    private Path folder;

    private LogStore store(long limit) {
        return new LogStore(folder, limit, Clock.systemUTC());
    }

    private static JsonNode call(LogStore store, String operation, String input) throws IOException {
        CloudWatchLogs logs = new CloudWatchLogs(store, "arn:aws:logs:us-east-1:123456789012:log-group:");
        Map<String, String> headers = Map.of("x-amz-target", "Logs_20140328." + operation);
        Principal principal = new Principal("cli", "arn:aws:iam::123456789012:user/cli", "AKIA", "secret");
        return JSON.readTree(logs.handle(new AwsRequest("POST", "/", Map.of(), headers, input, principal))
                .body());
    }

    private static List<String> messages(JsonNode answer) {
        List<String> messages = new ArrayList<>();
        answer.path("events")
                .forEach(event -> messages.add(event.path("message").asText()));
        return messages;
    }

    private static void append(LogStore store, String stream, long time, String line) {
        store.append(GROUP, stream, Instant.ofEpochMilli(time), line);
    }

    private static String filter(String rest) {
        return "{\"logGroupName\":\"" + GROUP + "\"" + rest + "}";
    }

    @Test
    void filterEvents_manyStreams_areMergedByTimeAndPaged() throws IOException {
        LogStore store = store(1 << 20);
        for (int i = 0; i < 9; i++) {
            append(store, "s/" + i % 3, 100 + i / 2, "line " + i);
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = call(store, "FilterLogEvents", filter(",\"limit\":2" + token));
            seen.addAll(messages(page));
            token = page.has("nextToken") ? ",\"nextToken\":" + page.get("nextToken") : "";
        } while (!token.isEmpty());
        assertThat(seen)
                .containsExactly(
                        "line 0", "line 1", "line 3", "line 2", "line 4", "line 5", "line 6", "line 7", "line 8");
    }

    @Test
    void filterEvents_startAndEndTime_areBothInclusive() throws IOException {
        LogStore store = store(1 << 20);
        for (int time = 1; time <= 5; time++) {
            append(store, "s", time, "at " + time);
        }
        JsonNode answer = call(store, "FilterLogEvents", filter(",\"startTime\":2,\"endTime\":4"));
        assertThat(messages(answer)).containsExactly("at 2", "at 3", "at 4");
        assertThat(answer.path("events").get(0).path("eventId").asText()).hasSize(56);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR|1,3",
                "ERROR timeout|3",
                "-ERROR|2",
                "?ok ?timeout|2,3",
                "'\"two words\"'|2",
                "error|",
                "''|1,2,3"
            })
    void filterEvents_pattern_choosesByTerms(String pattern, String expected) throws IOException {
        LogStore store = store(1 << 20);
        append(store, "s", 1, "ERROR disk");
        append(store, "s", 2, "ok two words");
        append(store, "s", 3, "ERROR timeout");
        JsonNode answer =
                call(store, "FilterLogEvents", filter(",\"filterPattern\":" + JSON.writeValueAsString(pattern)));
        List<String> times = new ArrayList<>();
        answer.path("events").forEach(event -> times.add(event.path("timestamp").asText()));
        assertThat(String.join(",", times)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void filterEvents_jsonPattern_isRefused() {
        LogStore store = store(1 << 20);
        append(store, "s", 1, "x");
        assertThatThrownBy(() -> call(store, "FilterLogEvents", filter(",\"filterPattern\":\"{$.a=1}\"")))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("terms only");
    }

    @Test
    void getEvents_followedByToken_seesEveryLineOnce() throws IOException {
        LogStore store = store(1 << 20);
        String from = ",\"logStreamName\":\"s\",\"startFromHead\":true,\"limit\":3";
        List<String> seen = new ArrayList<>();
        String token = "";
        for (int round = 0; round < 4; round++) {
            append(store, "s", 1, "a" + round + "\nsecond\\n");
            append(store, "s", 1, "b" + round);
            JsonNode page = call(store, "GetLogEvents", filter(from + token));
            seen.addAll(messages(page));
            token = ",\"nextToken\":" + page.get("nextForwardToken");
        }
        assertThat(seen)
                .containsExactly(
                        "a0\nsecond\\n", "b0", "a1\nsecond\\n", "b1", "a2\nsecond\\n", "b2", "a3\nsecond\\n", "b3");
        JsonNode end = call(store, "GetLogEvents", filter(from + token));
        assertThat(end.get("nextForwardToken").asText()).isEqualTo(token.substring(14, token.length() - 1));
        JsonNode back = call(store, "GetLogEvents", filter(",\"logStreamName\":\"s\",\"limit\":2"));
        assertThat(messages(back)).containsExactly("a3\nsecond\\n", "b3");
    }

    @Test
    void open_afterKill_keepsWholeLinesAndDropsTheTornOne() throws IOException {
        LogStore before = store(1 << 20);
        append(before, "2026/11/22/[live]abc", 1, "whole");
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(path -> path.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(file, "2\t2\ttor", StandardOpenOption.APPEND);
        }
        LogStore after = store(1 << 20);
        append(after, "2026/11/22/[live]abc", 3, "next");
        assertThat(messages(call(after, "FilterLogEvents", filter("")))).containsExactly("whole", "next");
    }

    @Test
    void append_overTheLimit_dropsTheOldestAndKeepsTheNewest() throws IOException {
        LogStore store = store(1 << 20);
        String line = "x".repeat(10_000);
        for (int i = 0; i < 400; i++) {
            append(store, "s", i, i + line);
        }
        JsonNode streams = call(store, "DescribeLogGroups", "{}");
        assertThat(streams.path("logGroups").get(0).path("storedBytes").asLong())
                .isLessThan(3 << 19);
        JsonNode last = call(store, "GetLogEvents", filter(",\"logStreamName\":\"s\",\"limit\":1"));
        assertThat(messages(last)).allMatch(message -> message.startsWith("399x"));
    }

    @Test
    void describeStreams_byLastEventTime_namesTheNewestFirst() throws IOException {
        LogStore store = store(1 << 20);
        append(store, "old", 10, "x");
        append(store, "new", 20, "x");
        JsonNode answer =
                call(store, "DescribeLogStreams", filter(",\"orderBy\":\"LastEventTime\",\"descending\":true"));
        assertThat(answer.path("logStreams").findValuesAsText("logStreamName")).containsExactly("new", "old");
        assertThat(answer.path("logStreams").get(0).path("lastEventTimestamp").asLong())
                .isEqualTo(20);
    }

    @Test
    void putEvents_needsGroupAndStreamToBeThere() throws IOException {
        LogStore store = store(1 << 20);
        String put = filter(",\"logStreamName\":\"s\",\"logEvents\":[{\"timestamp\":5,\"message\":\"hi\"}]");
        assertThatThrownBy(() -> call(store, "PutLogEvents", put))
                .hasMessage("The specified log group does not exist.");
        call(store, "CreateLogGroup", filter(""));
        assertThatThrownBy(() -> call(store, "PutLogEvents", put))
                .hasMessage("The specified log stream does not exist.");
        call(store, "CreateLogStream", filter(",\"logStreamName\":\"s\""));
        call(store, "PutLogEvents", put);
        assertThat(messages(call(store, "FilterLogEvents", filter("")))).containsExactly("hi");
    }
}
