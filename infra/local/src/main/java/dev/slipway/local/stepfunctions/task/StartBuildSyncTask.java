package dev.slipway.local.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * {@code arn:aws:states:::codebuild:startBuild.sync}: starts a build and ends with it. A build that did not succeed is
 * {@code States.TaskFailed} with the Build as its cause. Told of the end, it never polls.
 */
public final class StartBuildSyncTask implements TaskIntegration {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> ARGUMENTS = Set.of(
            "ProjectName",
            "BuildspecOverride",
            "EnvironmentVariablesOverride",
            "IdempotencyToken",
            "SourceVersion",
            "TimeoutInMinutesOverride");

    private final Builds builds;

    public StartBuildSyncTask(Builds builds) {
        this.builds = builds;
    }

    /** CodeBuild, as this task needs it. */
    @FunctionalInterface
    public interface Builds {
        /**
         * Starts a build.
         *
         * @param request a StartBuild request as it goes over the wire: {@code projectName}, ...
         * @param roleArn the state machine's, which must be allowed to
         */
        RunningBuild start(ObjectNode request, String roleArn);
    }

    /**
     * A build that was started.
     *
     * @param build the {@code build} of StartBuild's answer
     * @param ended completes with the Build as BatchGetBuilds then answers it, whatever its status
     * @param stop StopBuild; the build still completes
     */
    public record RunningBuild(JsonNode build, CompletionStage<JsonNode> ended, Runnable stop) {}

    @Override
    public String resource() {
        return "arn:aws:states:::codebuild:startBuild.sync";
    }

    @Override
    public Set<String> requiredArguments() {
        return Set.of("ProjectName");
    }

    @Override
    public Set<String> supportedArguments() {
        return ARGUMENTS;
    }

    @Override
    public TaskAttempt start(JsonNode arguments, TaskContext context) {
        RunningBuild build;
        try {
            build = builds.start((ObjectNode) renamed(arguments, StartBuildSyncTask::lowerFirst), context.roleArn());
        } catch (RuntimeException e) {
            throw TaskFailure.of("CodeBuild", e);
        }
        CompletionStage<JsonNode> result = build.ended().handle((ended, thrown) -> {
            if (thrown != null) {
                throw TaskFailure.of("CodeBuild", thrown);
            }
            return result(ended);
        });
        return TaskAttempt.work(wrapped(build.build()), result, build.stop());
    }

    private static JsonNode result(JsonNode build) {
        JsonNode answer = wrapped(build);
        if (!"SUCCEEDED".equals(build.path("buildStatus").asText())) {
            throw new TaskFailure("States.TaskFailed", answer.toString());
        }
        return answer;
    }

    private static ObjectNode wrapped(JsonNode build) {
        return NODES.objectNode().set("Build", renamed(build, StartBuildSyncTask::upperFirst));
    }

    /** Renames every key: the wire has {@code buildStatus} where Step Functions has {@code BuildStatus}. */
    private static JsonNode renamed(JsonNode node, UnaryOperator<String> rename) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties().forEach(field -> {
                JsonNode value = renamed(field.getValue(), rename);
                object.set(rename.apply(field.getKey()), isTime(field.getKey(), value) ? millis(value) : value);
            });
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(item -> array.add(renamed(item, rename)));
            return array;
        }
        return node;
    }

    private static boolean isTime(String key, JsonNode value) {
        return value.isNumber() && key.endsWith("Time");
    }

    // Step Functions gives times in milliseconds, the wire in seconds.
    private static JsonNode millis(JsonNode seconds) {
        return NODES.numberNode(Math.round(seconds.doubleValue() * 1000));
    }

    private static String lowerFirst(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String upperFirst(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
