package dev.slipway.local.codebuild;

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
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** AWS CodeBuild in AWS JSON 1.1, on top of {@link Builds}. */
public final class CodeBuildService implements AwsService {
    private static final Members MEMBERS = Members.NONE
            .and(
                    MemberType.STRING,
                    "projectName",
                    "buildspecOverride",
                    "idempotencyToken",
                    "sourceVersion",
                    "id",
                    "name")
            .and(MemberType.STRING, "value", "type", "sortOrder", "nextToken")
            .and(MemberType.INTEGER, "timeoutInMinutesOverride", "queuedTimeoutInMinutesOverride")
            .and(MemberType.STRINGS, "ids", "names")
            .and(MemberType.STRUCTURES, "environmentVariablesOverride");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;

    private final Builds builds;
    private final NeededAccess needed;
    private final JsonProtocol protocol = JsonProtocol.of("CodeBuild_20161006", MEMBERS)
            .onRequest("StartBuild", this::startBuild)
            .on("StopBuild", this::stopBuild)
            .on("BatchGetBuilds", this::batchGetBuilds)
            .on("ListBuilds", input -> list(input, build -> true))
            .on("ListBuildsForProject", this::listBuildsForProject)
            .on("BatchGetProjects", this::batchGetProjects)
            .on("ListProjects", input -> listProjects())
            .build();

    /**
     * Answers for these builds.
     *
     * @param arnPrefix what the ARNs of projects begin with: {@code arn:aws:codebuild:us-east-1:123456789012:project/}
     */
    public CodeBuildService(Builds builds, String arnPrefix) {
        this.builds = builds;
        this.needed = new NeededAccess(arnPrefix);
    }

    @Override
    public String signingName() {
        return "codebuild";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, needed::of);
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return protocol.handle(request);
    }

    private JsonNode startBuild(JsonNode input, AwsRequest request) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("build", builds.start(input, request.principal().name()));
        return answer;
    }

    private JsonNode stopBuild(JsonNode input) {
        String id = input.path("id").asText();
        builds.stop(id);
        ObjectNode answer = JSON.createObjectNode();
        answer.set(
                "build",
                builds.find(id)
                        .orElseThrow(() -> BuildOrders.invalid("no such build: " + id))
                        .snapshot());
        return answer;
    }

    private JsonNode batchGetBuilds(JsonNode input) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("builds");
        ArrayNode missing = answer.putArray("buildsNotFound");
        for (JsonNode id : input.path("ids")) {
            String name = id.asText();
            builds.find(name).ifPresentOrElse(build -> found.add(build.snapshot()), () -> missing.add(name));
        }
        return answer;
    }

    private JsonNode listBuildsForProject(JsonNode input) {
        String name = input.path("projectName").asText();
        builds.project(name);
        return list(input, build -> build.project().equals(name));
    }

    private JsonNode list(JsonNode input, Predicate<Build> wanted) {
        Comparator<Build> order = Comparator.comparingDouble(Build::startTime).thenComparing(Build::id);
        if (!input.path("sortOrder").asText("DESCENDING").equals("ASCENDING")) {
            order = order.reversed();
        }
        Stream<Build> all = builds.all().stream().filter(wanted).sorted(order);
        List<String> ids = all.map(Build::id).toList();
        int from = 0;
        if (input.hasNonNull("nextToken")) {
            from = ids.indexOf(input.path("nextToken").asText());
            if (from < 0) {
                throw BuildOrders.invalid("invalid nextToken");
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        int to = Math.min(ids.size(), from + PAGE);
        ids.subList(from, to).forEach(answer.putArray("ids")::add);
        return to < ids.size() ? answer.put("nextToken", ids.get(to)) : answer;
    }

    private JsonNode batchGetProjects(JsonNode input) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("projects");
        ArrayNode missing = answer.putArray("projectsNotFound");
        for (JsonNode name : input.path("names")) {
            try {
                found.add(describe(builds.project(name.asText())));
            } catch (AwsException notThere) {
                missing.add(name.asText());
            }
        }
        return answer;
    }

    private JsonNode listProjects() {
        ObjectNode answer = JSON.createObjectNode();
        builds.projects().forEach(project -> answer.withArray("projects").add(project.name()));
        return answer;
    }

    private ObjectNode describe(Project project) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", project.name())
                .put("arn", builds.arn(project))
                .put("serviceRole", project.serviceRole())
                .put("timeoutInMinutes", project.timeoutMinutes())
                .put("queuedTimeoutInMinutes", project.queuedTimeoutMinutes());
        json.putObject("source").put("type", "S3").put("location", project.source());
        json.putObject("artifacts").put("type", "NO_ARTIFACTS");
        json.set("environment", BuildOrders.environment(project, List.of()));
        json.putObject("logsConfig")
                .putObject("cloudWatchLogs")
                .put("status", "ENABLED")
                .put("groupName", project.logGroup());
        return json;
    }
}
