package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves: its files, copied while it runs, are all that the next one sees. */
final class ResumeTest {
    private static final String TASK =
            "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Arguments\":{\"FunctionName\":\"f\"},"
                    + "\"Output\":\"{% $states.result & $x %}\",\"End\":true}";

    @TempDir
    private Path folder;

    private Wire before;

    @BeforeEach
    void open() {
        before = new Wire(folder.resolve("before"));
    }

    @AfterEach
    void close() {
        before.close();
    }

    private Path killed() throws IOException {
        Path source = folder.resolve("before");
        Path target = folder.resolve("after");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file)));
            }
        }
        return target;
    }

    @Test
    void resume_task_isCalledAgainWithTheVariablesOfBefore() throws IOException {
        String arn = before.start("\"A\":{\"Type\":\"Pass\",\"Assign\":{\"x\":\"!\"},\"Next\":\"T\"}," + TASK, "{}");
        before.lambda.next();

        try (Wire after = new Wire(killed())) {
            after.service.resume();
            after.lambda.next().succeed("'done'");
            assertThat(after.end().get("output").asText()).isEqualTo("\"done!\"");
            assertThat(after.history(arn)).contains("""
                            4<3 TaskStateEntered {"name":"T","input":"{}"}
                            5<4 TaskScheduled {"resourceType":"lambda","resource":"invoke","parameters":"{\\"FunctionName\\":\\"f\\"}"}
                            6<5 TaskStarted {"resourceType":"lambda","resource":"invoke"}
                            7<6 TaskScheduled {"resourceType":"lambda","resource":"invoke","parameters":"{\\"FunctionName\\":\\"f\\"}"}
                            8<7 TaskStarted {"resourceType":"lambda","resource":"invoke"}
                            9<8 TaskSucceeded""");
        }
    }

    @Test
    void resume_wait_endsWhenItWouldHave() throws IOException {
        before.start("\"W\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}", "{}");
        before.timer.next();

        Clock later = Clock.fixed(Wire.NOW.plusSeconds(20), ZoneOffset.UTC);
        try (Wire after = new Wire(killed(), later)) {
            after.service.resume();
            assertThat(after.timer.elapse()).isEqualTo(Duration.ofSeconds(40));
            assertThat(after.end().get("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void resume_insideAMap_runsTheMapAgain() throws IOException {
        before.start(
                "\"M\":{\"Type\":\"Map\",\"ItemProcessor\":{\"StartAt\":\"T\",\"States\":{" + TASK.replace(" & $x", "")
                        + "}},\"End\":true}",
                "[1,2]");
        before.lambda.next();
        before.lambda.next().succeed("'lost'");

        try (Wire after = new Wire(killed())) {
            after.service.resume();
            FakeTask.Attempt first = after.lambda.next();
            after.lambda.next().succeed("'again'");
            first.succeed("'again'");
            assertThat(after.end().get("output").asText()).isEqualTo("[\"again\",\"again\"]");
        }
    }

    @Test
    void resume_betweenTwoStates_goesOnWithTheNext() throws IOException {
        String arn = before.start("\"A\":{\"Type\":\"Pass\",\"Assign\":{\"x\":\"!\"},\"Next\":\"T\"}," + TASK, "{}");
        before.lambda.next();
        Path state = killed();
        cut(state, "TaskStateEntered");

        try (Wire after = new Wire(state)) {
            after.service.resume();
            after.lambda.next().succeed("'done'");
            after.end();
            assertThat(after.history(arn))
                    .contains("3<2 PassStateExited", "4<3 TaskStateEntered", "6<5 TaskStarted", "7<6 TaskSucceeded")
                    .doesNotContain("goesTo");
        }
    }

    @Test
    void resume_halfAnEvent_isAsIfItWereNotThere() throws IOException {
        before.start("\"A\":{\"Type\":\"Pass\",\"Assign\":{\"x\":\"!\"},\"Next\":\"T\"}," + TASK, "{}");
        before.lambda.next();
        Path state = killed();
        Files.writeString(journal(state), "{\"timestamp\":17673", StandardOpenOption.APPEND);

        try (Wire after = new Wire(state)) {
            after.service.resume();
            after.lambda.next().succeed("'done'");
            assertThat(after.end().get("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void resume_lastStateLeft_onlyTheEndIsWritten() throws IOException {
        String arn = before.start("\"A\":{\"Type\":\"Pass\",\"Output\":5,\"End\":true}", "{}");
        before.end();
        Path state = killed();
        cut(state, "ExecutionSucceeded");
        Files.delete(journal(state).resolveSibling("index.jsonl"));

        try (Wire after = new Wire(state)) {
            after.service.resume();
            assertThat(after.end().get("output").asText()).isEqualTo("5");
            assertThat(after.history(arn)).endsWith("4<3 ExecutionSucceeded {\"output\":\"5\"}\n");
        }
    }

    @Test
    void resume_definitionGone_failsWithTheReason() throws IOException {
        String arn = before.start("\"W\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}", "{}");
        before.timer.next();
        Path state = killed();
        try (Stream<Path> definitions = Files.list(state.resolve("definitions"))) {
            for (Path definition : definitions.toList()) {
                Files.delete(definition);
            }
        }

        try (Wire after = new Wire(state)) {
            after.service.resume();
            after.end();
            JsonNode described = after.about("DescribeExecution", arn);
            assertThat(described.get("status").asText()).isEqualTo("FAILED");
            assertThat(described.get("cause").asText())
                    .isEqualTo(
                            "The local cloud was restarted and cannot go on with this execution: its definition is gone");
        }
    }

    @Test
    void restart_executionThatWasNotYetWritten_neverWas() throws IOException {
        String arn = before.start("\"A\":{\"Type\":\"Pass\",\"End\":true}", "{}");
        before.end();
        Path state = killed();
        Files.writeString(journal(state), "");
        Files.delete(journal(state).resolveSibling("index.jsonl"));

        try (Wire after = new Wire(state)) {
            after.service.resume();
            assertThat(after.startMachine(
                            arn.replace(":execution:", ":stateMachine:").replace(":run", ""), "run", "{}"))
                    .isEqualTo(arn);
            after.end();
        }
    }

    @Test
    void restart_endedExecutions_areListedAndReadAsBefore() throws IOException {
        String arn = before.start("\"A\":{\"Type\":\"Pass\",\"End\":true}", "{}");
        before.end();

        try (Wire after = new Wire(killed())) {
            after.service.resume();
            assertThat(after.about("DescribeExecution", arn)).isEqualTo(before.about("DescribeExecution", arn));
            assertThat(after.history(arn)).isEqualTo(before.history(arn));
        }
    }

    private static Path journal(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.getFileName().toString().startsWith("execution-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Removes the first event of a type, and what follows it. */
    private static void cut(Path state, String type) throws IOException {
        Path journal = journal(state);
        String text = Files.readString(journal);
        int event = text.lastIndexOf('\n', text.indexOf("\"type\":\"" + type));
        Files.writeString(journal, text.substring(0, event + 1));
    }
}
