package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.disk.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full for a time costs an execution its success, but not its end, and its history nothing. */
final class FullDiskTest {
    private static final String TASK =
            "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Arguments\":{\"FunctionName\":\"f\"},"
                    + "\"End\":true}";

    private static final int BLOCK = 4096;

    @TempDir
    private Path folder;

    @Test
    void execution_diskGetsFull_endsAndItsEndIsWrittenLater() throws Exception {
        Path state = folder.resolve("state");
        try (SmallDisk disk = SmallDisk.at(state, 1024);
                Wire wire = new Wire(state)) {
            wire.start(TASK, "{}");
            wire.lambda.next();
            String arn = wire.startMachine(machine(wire), "full", input(journal(state, "run")));
            var attempt = wire.lambda.next();
            disk.fill();
            attempt.succeed("'" + "x".repeat(100_000) + "'");

            assertThat(wire.end().get("status").asText()).isEqualTo("FAILED");
            assertThat(wire.about("DescribeExecution", arn).get("status").asText())
                    .isEqualTo("FAILED");
            assertThat(wire.history(arn))
                    .endsWith("TaskStarted {\"resourceType\":\"lambda\",\"resource\":\"invoke\"}\n");

            disk.free();
            wire.timer.elapse();

            assertThat(wire.history(arn)).contains("\n5<4 ExecutionFailed {\"error\":\"States.Runtime\"");
            try (Wire next = new Wire(state)) {
                assertThat(next.about("DescribeExecution", arn).get("status").asText())
                        .isEqualTo("FAILED");
            }
        }
    }

    @Test
    void start_onAFullDisk_isRefusedAndTheNameStaysFree() throws Exception {
        Path state = folder.resolve("state");
        try (SmallDisk disk = SmallDisk.at(state, 1024);
                Wire wire = new Wire(state)) {
            wire.start(TASK, "{}");
            wire.lambda.next();
            String machine = machine(wire);
            disk.fill();
            assertThatThrownBy(() -> wire.startMachine(machine, "again", "{}")).hasMessageContaining("No space left");

            disk.free();
            wire.startMachine(machine, "again", "{}");
            wire.lambda.next().succeed("'done'");
            assertThat(wire.end().get("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    private static String machine(Wire wire) {
        return wire.call("ListStateMachines", Wire.json("{}"))
                .at("/stateMachines/0/stateMachineArn")
                .asText();
    }

    private static Path journal(Path state, String execution) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.endsWith("execution-" + execution + ".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns an input that fills the last block of a journal like this one: what is in blocks already a full disk takes. */
    private static String input(Path journal) throws IOException {
        long slack = BLOCK - (Files.size(journal) + 200) % BLOCK;
        // It is in the record, in ExecutionStarted and in TaskStateEntered.
        return "{\"x\":\"" + "x".repeat((int) (slack / 3)) + "\"}";
    }
}
