package dev.slipway.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.JsonProtocol;
import dev.slipway.local.front.MemberType;
import dev.slipway.local.front.Members;
import dev.slipway.local.iam.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The calls of CloudWatch Logs that clients, the Lambda runtime and the AWS CLI make. */
public final class CloudWatchLogs implements AwsService {
    private static final Members MEMBERS = Members.NONE
            .and(
                    MemberType.STRING,
                    "logGroupName",
                    "logStreamName",
                    "logGroupIdentifier",
                    "logGroupNamePrefix",
                    "message")
            .and(
                    MemberType.STRING,
                    "logGroupNamePattern",
                    "logStreamNamePrefix",
                    "orderBy",
                    "filterPattern",
                    "nextToken")
            .and(MemberType.BOOLEAN, "descending", "startFromHead", "interleaved", "unmask")
            .and(MemberType.INTEGER, "limit")
            .and(MemberType.LONG, "timestamp", "startTime", "endTime")
            .and(MemberType.STRINGS, "logStreamNames")
            .and(MemberType.STRINGS_BY_NAME, "tags")
            .and(MemberType.STRUCTURES, "logEvents");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final LogStore store;
    private final String arnPrefix;
    private final JsonProtocol protocol;

    /**
     * Serves a store.
     *
     * @param arnPrefix what the ARNs of groups begin with: {@code arn:aws:logs:us-east-1:123456789012:log-group:}
     */
    public CloudWatchLogs(LogStore store, String arnPrefix) {
        this.store = store;
        this.arnPrefix = arnPrefix;
        LogReads reads = new LogReads(this::group);
        protocol = JsonProtocol.of("Logs_20140328", MEMBERS)
                .on("CreateLogGroup", this::createGroup)
                .on("CreateLogStream", this::createStream)
                .on("PutLogEvents", this::putEvents)
                .on("DescribeLogGroups", this::describeGroups)
                .on("DescribeLogStreams", this::describeStreams)
                .on("GetLogEvents", reads::getEvents)
                .on("FilterLogEvents", reads::filterEvents)
                .build();
    }

    @Override
    public String signingName() {
        return "logs";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, new NeededAccess(arnPrefix)::of);
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return protocol.handle(request);
    }

    private JsonNode createGroup(JsonNode input) {
        String name = Input.required(input, "logGroupName");
        Input.check("logGroupName", name, "[.\\-_/#A-Za-z0-9]{1,512}");
        if (store.group(name).isPresent()) {
            throw new AwsException(400, "ResourceAlreadyExistsException", "The specified log group already exists");
        }
        store.ensure(name);
        return JSON.objectNode();
    }

    private JsonNode createStream(JsonNode input) {
        LogGroup group = group(input);
        String name = Input.required(input, "logStreamName");
        Input.check("logStreamName", name, "[^:*]{1,512}");
        if (group.stream(name).isPresent()) {
            throw new AwsException(400, "ResourceAlreadyExistsException", "The specified log stream already exists");
        }
        try {
            group.ensure(name, store.now());
        } catch (IOException e) {
            throw new UncheckedIOException("failed to create the log stream " + name + ": " + e.getMessage(), e);
        }
        return JSON.objectNode();
    }

    private JsonNode putEvents(JsonNode input) {
        LogStream stream = LogReads.stream(group(input), Input.required(input, "logStreamName"));
        try {
            for (JsonNode event : input.path("logEvents")) {
                store.append(stream, event.path("timestamp").asLong(), Input.required(event, "message"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the log " + stream.name() + ": " + e.getMessage(), e);
        }
        return JSON.objectNode().put("nextSequenceToken", Long.toString(stream.end()));
    }

    private JsonNode describeGroups(JsonNode input) {
        String prefix = input.path("logGroupNamePrefix").asText("");
        String part = input.path("logGroupNamePattern").asText("");
        List<LogGroup> found = store.groups().stream()
                .filter(group -> group.name().startsWith(prefix) && group.name().contains(part))
                .toList();
        return page(input, "logGroups", found, this::describe);
    }

    private ObjectNode describe(LogGroup group) {
        long bytes = group.streams().stream()
                .flatMap(stream -> stream.snapshot().stream())
                .mapToLong(Segment::size)
                .sum();
        return JSON.objectNode()
                .put("logGroupName", group.name())
                .put("arn", arnPrefix + group.name() + ":*")
                .put("logGroupArn", arnPrefix + group.name())
                .put("creationTime", group.creationTime())
                .put("metricFilterCount", 0)
                .put("storedBytes", bytes);
    }

    private JsonNode describeStreams(JsonNode input) {
        LogGroup group = group(input);
        String prefix = input.path("logStreamNamePrefix").asText("");
        boolean byTime = input.path("orderBy").asText("LogStreamName").equals("LastEventTime");
        if (byTime && !prefix.isEmpty()) {
            throw new AwsException(
                    400, "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        Comparator<LogStream> order =
                byTime ? Comparator.comparingLong(LogStream::latest) : Comparator.comparing(LogStream::name);
        if (input.path("descending").asBoolean(false)) {
            order = order.reversed();
        }
        List<LogStream> found = group.streams().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .sorted(order)
                .toList();
        return page(input, "logStreams", found, stream -> describe(group, stream));
    }

    private ObjectNode describe(LogGroup group, LogStream stream) {
        ObjectNode node = JSON.objectNode()
                .put("logStreamName", stream.name())
                .put("arn", arnPrefix + group.name() + ":log-stream:" + stream.name())
                .put("creationTime", stream.creationTime())
                .put("uploadSequenceToken", Long.toString(stream.end()))
                .put("storedBytes", 0);
        if (stream.end() > 0) {
            node.put("firstEventTimestamp", stream.first())
                    .put("lastEventTimestamp", stream.latest())
                    .put("lastIngestionTime", stream.lastIngestionTime());
        }
        return node;
    }

    private static <T> JsonNode page(JsonNode input, String field, List<T> all, Function<T, ObjectNode> describe) {
        int from = Input.token(input, all.size());
        int to = Math.min(all.size(), from + Input.limit(input, 50));
        ObjectNode answer = JSON.objectNode();
        ArrayNode items = answer.putArray(field);
        all.subList(from, to).forEach(item -> items.add(describe.apply(item)));
        if (to < all.size()) {
            answer.put("nextToken", Integer.toString(to));
        }
        return answer;
    }

    private LogGroup group(JsonNode input) {
        String identifier = input.path("logGroupIdentifier").asText("");
        String name = identifier.isEmpty()
                ? Input.required(input, "logGroupName")
                : identifier.startsWith(arnPrefix) ? identifier.substring(arnPrefix.length()) : identifier;
        return store.group(name)
                .orElseThrow(() ->
                        new AwsException(400, "ResourceNotFoundException", "The specified log group does not exist."));
    }
}
