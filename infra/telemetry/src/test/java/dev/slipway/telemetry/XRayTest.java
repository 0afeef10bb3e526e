package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.TraceContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XRayTest {
    private static final String HEADER = "Root=1-6921c5d0-00112233445566778899a41e;Parent=53995c3f42cd8ad8;Sampled=1";

    @Test
    void header_ofACarrier_namesTheSameTrace() {
        var carrier = TraceContext.of("00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01");

        assertThat(XRay.header(carrier)).contains(HEADER);
        assertThat(XRay.header(null)).isEmpty();
    }

    @Test
    void header_ofAnUnsampledTrace_saysSo() {
        var carrier = TraceContext.of("00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-00");

        assertThat(XRay.header(carrier))
                .hasValueSatisfying(header -> assertThat(header).endsWith(";Sampled=0"));
    }

    @Test
    void parse_lambdasHeader_isALinkThatKeepsItsIds() {
        assertThat(XRay.parse(HEADER + ";Lineage=a87bd80c:0")).hasValueSatisfying(link -> {
            assertThat(link.getTraceId()).isEqualTo("6921c5d000112233445566778899a41e");
            assertThat(link.getSpanId()).isEqualTo("53995c3f42cd8ad8");
            assertThat(link.isSampled()).isTrue();
            assertThat(link.isRemote()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root=1-6921c5d0-00112233445566778899a41e;Sampled=1",
                "Root=1-6921c5d0;Parent=53995c3f42cd8ad8",
                "Root=1-6921c5d0-00112233445566778899a41g;Parent=53995c3f42cd8ad8",
                "Root=2-6921c5d0-00112233445566778899a41e;Parent=53995c3f42cd8ad8",
                "=;==;Root"
            })
    void parse_nothingToLinkTo_isEmpty(String header) {
        assertThat(XRay.parse(header)).isEmpty();
    }

    @Test
    void ambient_severalSources_takesTheInvocationsOwnFirst() {
        String other = HEADER.replace("a41e", "ffff");
        var environment = Map.of("_X_AMZN_TRACE_ID", other);

        assertThat(XRay.ambient(HEADER, environment).orElseThrow().getTraceId()).endsWith("a41e");
        assertThat(XRay.ambient(null, environment).orElseThrow().getTraceId()).endsWith("ffff");
        assertThat(XRay.ambient(null, Map.of())).isEmpty();
    }
}
