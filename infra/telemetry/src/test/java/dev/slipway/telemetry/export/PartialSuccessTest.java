package dev.slipway.telemetry.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartialSuccessTest {
    static Stream<byte[]> nothingSaid() {
        return Stream.of(
                new byte[0],
                "{}".getBytes(UTF_8),
                "<html>".getBytes(UTF_8),
                new byte[] {10, 127},
                new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
                response(0, "a warning").toByteArray());
    }

    @ParameterizedTest
    @MethodSource("nothingSaid")
    void of_nothingRefused_isEmpty(byte[] body) {
        assertThat(PartialSuccess.of(body)).isEmpty();
    }

    @Test
    void of_spansRefused_saysHowManyAndWhy() {
        assertThat(PartialSuccess.of(response(1, "").toByteArray())).contains("the collector refused 1 span");
        assertThat(PartialSuccess.of(response(300, "too old").toByteArray()))
                .contains("the collector refused 300 spans: too old");
    }

    @Test
    void of_fieldsOfTomorrow_areSteppedOver() {
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(7, UnknownFieldSet.Field.newBuilder().addFixed64(1).build())
                .addField(8, UnknownFieldSet.Field.newBuilder().addFixed32(1).build())
                .addField(9, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();

        assertThat(PartialSuccess.of(response(2, "late").toBuilder()
                        .setUnknownFields(later)
                        .build()
                        .toByteArray()))
                .contains("the collector refused 2 spans: late");
    }

    @Test
    void of_cutAnywhere_neverFails() {
        byte[] whole = response(300, "too old").toByteArray();

        assertThat(List.of(1, 2, 3, whole.length - 1))
                .allSatisfy(length -> assertThat(PartialSuccess.of(Arrays.copyOf(whole, length)))
                        .isEmpty());
    }

    private static ExportTraceServiceResponse response(long rejected, String message) {
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejected)
                        .setErrorMessage(message))
                .build();
    }
}
