package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.step.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What infra/deploy.asl.json sends is what the request records read: each state's record is called like the state. */
final class WorkflowPayloadsTest {
    private static final Path WORKFLOW = Path.of("../infra/deploy.asl.json");

    static List<String> statesThatInvoke() throws IOException {
        return states().properties().stream()
                .filter(state -> state.getValue().path("Resource").asText().endsWith(":lambda:invoke"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("statesThatInvoke")
    void payload_hasExactlyTheFieldsOfTheRequest(String state) throws Exception {
        Class<?> request = Class.forName("dev.slipway.events.step." + state + "Request");
        assertThat(fields(payload(state))).isEqualTo(components(request));
    }

    @ParameterizedTest
    @MethodSource("statesThatInvoke")
    void execution_hasExactlyTheFieldsOfTheRecord(String state) throws IOException {
        assertThat(fields(payload(state).path("execution"))).isEqualTo(components(Execution.class));
    }

    @Test
    void states_areFound() throws IOException {
        assertThat(statesThatInvoke())
                .containsExactly("Setup", "LocateArtifact", "CreateVersion", "Activate", "Launch", "RecordOutcome");
    }

    private static JsonNode payload(String state) throws IOException {
        return states().path(state).path("Arguments").path("Payload");
    }

    private static JsonNode states() throws IOException {
        return Codec.parse(Files.readString(WORKFLOW)).path("States");
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> fields = new TreeSet<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    private static Set<String> components(Class<?> record) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(record.getRecordComponents()).map(RequiredFields::nameOf).forEach(names::add);
        return names;
    }
}
