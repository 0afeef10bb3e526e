package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManyExecutionsTest {
    private static final int COUNT = 60;
    private static final String BUILD = """
            {"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"B","States":{"B":{"Type":"Task","Resource":"arn:aws:states:::codebuild:startBuild.sync",
                "Arguments":{"ProjectName":"{% $states.input %}"},"End":true}}},
              {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":0,"End":true}}}]}}}
            """;

    @TempDir
    private Path state;

    private Wire wire;

    @BeforeEach
    void open() {
        wire = new Wire(state);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void stopAndSuccess_atOnce_endEachExecutionOnce() {
        String machine = wire.create("m", BUILD);
        List<String> arns = IntStream.range(0, COUNT)
                .mapToObj(n -> wire.startMachine(machine, "e" + n, "\"" + n + "\""))
                .toList();
        List<FakeTask.Attempt> attempts = new ArrayList<>();
        arns.forEach(arn -> attempts.add(wire.build.next()));

        // All tasks succeed while every third execution is stopped: each of those is decided by a race.
        IntStream.range(0, 2 * COUNT).parallel().forEach(n -> {
            if (n % 2 == 0 && n / 2 % 3 == 0) {
                wire.call("StopExecution", Wire.json("{'executionArn':'" + arns.get(n / 2) + "'}"));
            } else if (n % 2 == 1) {
                attempts.get(n / 2).succeed("{}");
            }
        });

        Map<String, Long> ends = IntStream.range(0, COUNT)
                .mapToObj(n -> wire.end().get("status").asText())
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        assertThat(ends.keySet()).isSubsetOf("SUCCEEDED", "ABORTED");
        assertThat(ends.get("SUCCEEDED")).isGreaterThanOrEqualTo(COUNT * 2L / 3);
        for (String arn : arns) {
            assertThat(wire.history(arn))
                    .containsOnlyOnce("ParallelStateStarted")
                    .containsPattern("Execution(Succeeded|Aborted) [^\n]*\n$");
        }
    }
}
