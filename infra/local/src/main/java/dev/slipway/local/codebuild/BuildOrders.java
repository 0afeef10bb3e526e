package dev.slipway.local.codebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Turns StartBuild's input into a build, as CodeBuild records it. */
final class BuildOrders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN = Set.of(
            "projectName",
            "buildspecOverride",
            "environmentVariablesOverride",
            "idempotencyToken",
            "sourceVersion",
            "timeoutInMinutesOverride",
            "queuedTimeoutInMinutesOverride");

    private final BuildStore store;
    private final Clock clock;
    private final String region;
    private final String account;

    BuildOrders(BuildStore store, Clock clock, String region, String account) {
        this.store = store;
        this.clock = clock;
        this.region = region;
        this.account = account;
    }

    String projectArn(String name) {
        return "arn:aws:codebuild:%s:%s:project/%s".formatted(region, account, name);
    }

    BuildOrder order(JsonNode input, Project project, long number, String initiator) {
        for (Map.Entry<String, JsonNode> field : input.properties()) {
            if (!KNOWN.contains(field.getKey())) {
                throw invalid("the local CodeBuild does not implement " + field.getKey());
            }
        }
        int timeout = minutes(input, "timeoutInMinutesOverride", project.timeoutMinutes(), 5);
        List<EnvironmentVariable> overrides = variables(input.path("environmentVariablesOverride"));
        String uuid = UUID.randomUUID().toString();
        ObjectNode json = JSON.createObjectNode();
        json.put("id", project.name() + ":" + uuid);
        json.put("arn", "arn:aws:codebuild:%s:%s:build/%s:%s".formatted(region, account, project.name(), uuid));
        json.put("buildNumber", number).put("startTime", clock.millis() / 1000.0);
        json.put("currentPhase", BuildPhase.QUEUED.name()).put("buildStatus", BuildStatus.IN_PROGRESS.name());
        json.put("projectName", project.name());
        json.putArray("phases");
        json.putObject("source")
                .put("type", "S3")
                .put("location", project.source())
                .put("insecureSsl", false);
        json.putObject("artifacts").put("location", "");
        json.putObject("cache").put("type", "NO_CACHE");
        json.set("environment", environment(project, overrides));
        json.put("serviceRole", project.serviceRole());
        json.set("logs", logs(project, uuid));
        json.put("timeoutInMinutes", timeout);
        json.put(
                "queuedTimeoutInMinutes",
                minutes(input, "queuedTimeoutInMinutesOverride", project.queuedTimeoutMinutes(), 5));
        json.put("buildComplete", false).put("initiator", initiator);
        Build build = new Build(json, store, clock);
        String buildspec = input.path("buildspecOverride").asText(BuildOrder.DEFAULT_BUILDSPEC);
        return new BuildOrder(build, project, overrides, buildspec, Duration.ofMinutes(timeout));
    }

    private ObjectNode logs(Project project, String uuid) {
        String group = "arn:aws:logs:%s:%s:log-group:%s".formatted(region, account, project.logGroup());
        ObjectNode logs = JSON.createObjectNode()
                .put("groupName", project.logGroup())
                .put("streamName", uuid)
                .put("cloudWatchLogsArn", group + ":log-stream:" + uuid);
        logs.putObject("cloudWatchLogs").put("status", "ENABLED").put("groupName", project.logGroup());
        return logs;
    }

    static ObjectNode environment(Project project, List<EnvironmentVariable> overrides) {
        Map<String, EnvironmentVariable> all = new LinkedHashMap<>();
        project.environment().forEach(variable -> all.put(variable.name(), variable));
        overrides.forEach(variable -> all.put(variable.name(), variable));
        ObjectNode environment = JSON.createObjectNode()
                .put("type", project.environmentType())
                .put("image", project.image())
                .put("computeType", project.computeType())
                .put("privilegedMode", true);
        ArrayNode variables = environment.putArray("environmentVariables");
        for (EnvironmentVariable variable : all.values()) {
            variables
                    .addObject()
                    .put("name", variable.name())
                    .put("value", variable.value())
                    .put("type", variable.type());
        }
        return environment;
    }

    private static List<EnvironmentVariable> variables(JsonNode list) {
        List<EnvironmentVariable> variables = new ArrayList<>();
        for (JsonNode variable : list) {
            String name = variable.path("name").asText();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw invalid("invalid name of an environment variable: " + name);
            }
            variables.add(new EnvironmentVariable(
                    name,
                    variable.path("value").asText(),
                    variable.path("type").asText(EnvironmentVariable.PLAINTEXT)));
        }
        return variables;
    }

    private static int minutes(JsonNode input, String field, int otherwise, int least) {
        int minutes = input.path(field).asInt(otherwise);
        if (input.has(field) && (minutes < least || minutes > 2160)) {
            throw invalid("%s must be from %d to 2160".formatted(field, least));
        }
        return minutes;
    }

    static AwsException invalid(String why) {
        return new AwsException(400, "InvalidInputException", why);
    }
}
