package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.JsonProtocol;
import dev.slipway.local.front.MemberType;
import dev.slipway.local.front.Members;
import dev.slipway.local.iam.Access;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** EventBridge's calls on the default bus. Rules are the template's; they cannot be changed by a call. */
public final class EventBridge implements AwsService {
    private static final Members MEMBERS = Members.NONE
            .and(
                    MemberType.STRING,
                    "Source",
                    "DetailType",
                    "Detail",
                    "EventBusName",
                    "TraceHeader",
                    "Name",
                    "NamePrefix")
            .and(MemberType.STRING, "Rule", "EventPattern", "Event", "NextToken")
            .and(MemberType.INTEGER, "Limit")
            .and(MemberType.TIMESTAMP, "Time")
            .and(MemberType.STRINGS, "Resources")
            .and(MemberType.STRUCTURES, "Entries");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventBus bus;
    private final NeededAccess needed;
    private final JsonProtocol protocol = JsonProtocol.of("AWSEvents", MEMBERS)
            .on("PutEvents", this::putEvents)
            .on("ListRules", this::listRules)
            .on("ListTargetsByRule", this::listTargets)
            .on("DescribeRule", input -> describe(rule(input, "Name")).put("EventBusName", "default"))
            .on("TestEventPattern", EventBridge::testPattern)
            .build();

    /**
     * Serves a bus.
     *
     * @param arnPrefix what the ARNs of the bus and its rules begin with: {@code arn:aws:events:us-east-1:123456789012:}
     */
    public EventBridge(EventBus bus, String arnPrefix) {
        this.bus = bus;
        this.needed = new NeededAccess(arnPrefix);
    }

    @Override
    public String signingName() {
        return "events";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, needed::of);
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return protocol.handle(request);
    }

    private JsonNode putEvents(JsonNode input) {
        JsonNode entries = input.path("Entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > 10) {
            throw validation("1 validation error detected: Value at 'entries' failed to satisfy constraint: "
                    + "Member must have length between 1 and 10");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode answers = JSON.createArrayNode();
        entries.forEach(entry -> answers.add(put(entry)));
        int failed = answers.findValues("ErrorCode").size();
        answer.put("FailedEntryCount", failed).set("Entries", answers);
        return answer;
    }

    private ObjectNode put(JsonNode entry) {
        for (String required : new String[] {"Source", "DetailType", "Detail"}) {
            if (entry.path(required).asText("").isEmpty()) {
                return refusal(
                        "InvalidArgument",
                        "Parameter %s is not valid. Reason: %s is a required argument.".formatted(required, required));
            }
        }
        String bus = entry.path("EventBusName").asText("default");
        if (!bus.equals("default") && !bus.endsWith(":event-bus/default")) {
            return refusal("InvalidArgument", "Event bus " + bus + " does not exist.");
        }
        String source = entry.path("Source").asText();
        if (source.startsWith("aws.")) {
            return refusal("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        ObjectNode event = JSON.createObjectNode();
        String id = UUID.randomUUID().toString();
        event.put("id", id).put("source", source);
        event.set("detail-type", entry.path("DetailType"));
        try {
            JsonNode detail = JSON.readTree(entry.path("Detail").asText());
            if (!detail.isObject()) {
                return refusal("MalformedDetail", "Detail is malformed.");
            }
            event.set("detail", detail);
        } catch (JsonProcessingException e) {
            return refusal("MalformedDetail", "Detail is malformed.");
        }
        if (entry.path("Time").isNumber()) {
            event.put("time", Instant.ofEpochSecond(entry.path("Time").asLong()).toString());
        }
        event.set("resources", entry.path("Resources"));
        this.bus.publish(event);
        return JSON.createObjectNode().put("EventId", id);
    }

    private JsonNode listRules(JsonNode input) {
        String prefix = input.path("NamePrefix").asText("");
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode rules = answer.putArray("Rules");
        for (Rule rule : bus.rules()) {
            if (rule.name().startsWith(prefix)) {
                rules.add(describe(rule).put("EventBusName", "default"));
            }
        }
        return answer;
    }

    private JsonNode listTargets(JsonNode input) {
        Rule.Target target = rule(input, "Rule").target();
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode node = answer.putArray("Targets").addObject();
        node.put("Id", target.id()).put("Arn", target.arn());
        target.input().ifPresent(text -> node.put("Input", text));
        node.putObject("RetryPolicy")
                .put("MaximumRetryAttempts", target.attempts())
                .put("MaximumEventAgeInSeconds", target.maximumAge().toSeconds());
        return answer;
    }

    private static ObjectNode describe(Rule rule) {
        ObjectNode node = JSON.createObjectNode()
                .put("Name", rule.name())
                .put("Arn", rule.arn())
                .put("State", "ENABLED");
        rule.pattern().ifPresent(pattern -> node.put("EventPattern", pattern.toString()));
        rule.schedule().ifPresent(schedule -> node.put("ScheduleExpression", schedule));
        return node;
    }

    private static JsonNode testPattern(JsonNode input) {
        try {
            EventPattern pattern =
                    EventPattern.parse(JSON.readTree(input.path("EventPattern").asText()));
            boolean matches = pattern.matches(JSON.readTree(input.path("Event").asText()));
            return JSON.createObjectNode().put("Result", matches);
        } catch (JsonProcessingException e) {
            throw new AwsException(400, "InvalidEventPatternException", "Event pattern is not valid. Reason: not JSON");
        } catch (InvalidPatternException e) {
            throw new AwsException(400, "InvalidEventPatternException", String.valueOf(e.getMessage()));
        }
    }

    private Rule rule(JsonNode input, String field) {
        String name = input.path(field).asText("");
        return bus.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AwsException(
                        400, "ResourceNotFoundException", "Rule " + name + " does not exist on EventBus default."));
    }

    private static ObjectNode refusal(String code, String message) {
        return JSON.createObjectNode().put("ErrorCode", code).put("ErrorMessage", message);
    }

    private static AwsException validation(String message) {
        return new AwsException(400, "ValidationException", message);
    }
}
