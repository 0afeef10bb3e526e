package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.events.step.RecordOutcomeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples are what crosses the boundaries, to the letter: they feed {@code sam local invoke -e} too. */
final class SamplesTest {
    private static final Path SAMPLES = Path.of("samples");

    static List<Class<? extends Record>> records() {
        return Records.all();
    }

    static List<String> events() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> name.startsWith("event-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void sample_followsItsSchema(Class<? extends Record> record) {
        String name = Records.fileName(record);
        assertThat(Schemas.problems(name, sample(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    void sample_readAndWritten_isTheSameAndFollowsItsSchema(Class<? extends Record> record) {
        String name = Records.fileName(record);
        String written = Codec.write(Codec.read(sample(name), record));
        assertThat(Codec.parse(written)).isEqualTo(Codec.parse(sample(name)));
        assertThat(Schemas.problems(name, written)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    void sample_withoutARequiredField_isRefusedByCodecAndSchemaAlike(Class<? extends Record> record) {
        String name = Records.fileName(record);
        Schemas.read(name).path("required").forEach(field -> {
            ObjectNode sample = (ObjectNode) Codec.parse(sample(name));
            sample.remove(field.asText());
            assertThat(Schemas.problems(name, sample.toString())).isNotEmpty();
            assertThatThrownBy(() -> Codec.bind(sample, record))
                    .isInstanceOfSatisfying(
                            InvalidEventException.class,
                            e -> assertThat(e.path()).isEqualTo("$." + field.asText()));
        });
    }

    @ParameterizedTest
    @MethodSource("events")
    void event_followsItsSchema(String name) {
        String schema = name.replace("s3-desired-state", "s3-object-created").replace("-keep-active", "");
        assertThat(Schemas.problems(schema, sample(name))).isEmpty();
    }

    @Test
    void failedOutcome_carriesTheErrorAsStepFunctionsCaughtIt() {
        String sample = sample("record-outcome-request-failed");
        assertThat(Schemas.problems("record-outcome-request", sample)).isEmpty();
        RecordOutcomeRequest request = Codec.read(sample, RecordOutcomeRequest.class);
        assertThat(request.error()).isNotNull();
        assertThat(request.error().error()).isEqualTo("SetupFailed");
        assertThat(Codec.parse(Codec.write(request))).isEqualTo(Codec.parse(sample));
    }

    @Test
    void everySample_belongsToARecordOrAnEvent() throws IOException {
        List<String> names = Records.all().stream().map(Records::fileName).toList();
        try (Stream<Path> files = Files.list(SAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .allMatch(name -> name.startsWith("event-")
                            || names.contains(name)
                            || name.equals("record-outcome-request-failed"));
        }
    }

    @Test
    void schema_refusesWhatTheCodecRefuses() {
        JsonNode sample = Codec.parse(sample("execution-input"));
        ((ObjectNode) sample).put("deploymentId", "not a ULID").put("sequence", "4");
        assertThat(Schemas.problems("execution-input", sample.toString())).hasSize(2);
    }

    private static String sample(String name) {
        try {
            return Files.readString(SAMPLES.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
