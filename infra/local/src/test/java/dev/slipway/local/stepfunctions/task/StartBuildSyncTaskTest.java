package dev.slipway.local.stepfunctions.task;

import static dev.slipway.local.stepfunctions.task.Attempts.CONTEXT;
import static dev.slipway.local.stepfunctions.task.Attempts.failure;
import static dev.slipway.local.stepfunctions.task.Attempts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartBuildSyncTaskTest {
    private static StartBuildSyncTask build(List<ObjectNode> requests, String ended) {
        return new StartBuildSyncTask((request, role) -> {
            requests.add(request);
            return new StartBuildSyncTask.RunningBuild(
                    json("{'id':'b:1'}"), CompletableFuture.completedFuture(json(ended)), () -> {});
        });
    }

    @Test
    void start_request_isInTheNamesOfTheWire_andTheResultInThoseOfStepFunctions() {
        List<ObjectNode> requests = new ArrayList<>();
        StartBuildSyncTask task = build(
                requests, "{'id':'b:1','buildStatus':'SUCCEEDED','phases':[{'phaseType':'BUILD','startTime':1.5}]}");

        TaskAttempt attempt = task.start(
                json("{'ProjectName':'p','EnvironmentVariablesOverride':[{'Name':'A','Value':'b'}]}"), CONTEXT);

        assertThat(requests).containsExactly((ObjectNode)
                json("{'projectName':'p','environmentVariablesOverride':[{'name':'A','value':'b'}]}"));
        assertThat(attempt.submitted()).contains(json("{'Build':{'Id':'b:1'}}"));
        assertThat(attempt.result().toCompletableFuture().join().toString())
                .isEqualTo(
                        "{\"Build\":{\"Id\":\"b:1\",\"BuildStatus\":\"SUCCEEDED\",\"Phases\":[{\"PhaseType\":\"BUILD\","
                                + "\"StartTime\":1500}]}}");
    }

    @ParameterizedTest
    @CsvSource({"FAILED", "FAULT", "STOPPED", "TIMED_OUT"})
    void start_thatDoesNotSucceed_isTaskFailedWithTheBuild(String status) {
        TaskFailure failure =
                failure(build(new ArrayList<>(), "{'buildStatus':'" + status + "'}"), "{'ProjectName':'p'}");

        assertThat(failure.error()).isEqualTo("States.TaskFailed");
        assertThat(failure.reason()).isEqualTo("{\"Build\":{\"BuildStatus\":\"" + status + "\"}}");
    }

    @Test
    void start_thatCannotStart_isNamedByItsCode() {
        StartBuildSyncTask task = new StartBuildSyncTask((request, role) -> {
            throw new AwsException(400, "ResourceNotFoundException", "Project cannot be found");
        });

        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> task.start(json("{'ProjectName':'p'}"), CONTEXT))
                .satisfies(e -> assertThat(e.error()).isEqualTo("CodeBuild.ResourceNotFoundException"));
    }
}
