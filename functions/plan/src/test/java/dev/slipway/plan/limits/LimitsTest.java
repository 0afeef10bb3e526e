package dev.slipway.plan.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitsTest {
    @ParameterizedTest
    @ValueSource(longs = {1024, 8080, 65535})
    void port_thatAnAppMayHave(long port) {
        assertThat(PortLimits.problemOf(port)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 80, 1023, 65536, 3000, 9001, 4294970296L})
    void port_thatLambdaRefuses(long port) {
        assertThat(PortLimits.problemOf(port)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_REGION", "_HANDLER", "LAMBDA_TASK_ROOT", "PORT", "SLIPWAY_APP", "A", "1A", "A-B", ""})
    void name_thatLambdaOrThePipelineRefuses(String name) {
        assertThat(EnvironmentLimits.problemOfName(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL", "aB", "AWS_MY_OWN", "TZ"})
    void name_thatAnAppMayHave(String name) {
        assertThat(EnvironmentLimits.problemOfName(name)).isEmpty();
    }

    @Test
    void size_isThatOfTheJsonInUtf8() {
        int rest = EnvironmentLimits.MAX_BYTES - EnvironmentLimits.RESERVED_BYTES - "{'AB':'',}".length();
        assertThat(EnvironmentLimits.problemOfSize(Map.of("AB", "x".repeat(rest))))
                .isEmpty();
        assertThat(EnvironmentLimits.problemOfSize(Map.of("AB", "x".repeat(rest + 1))))
                .isPresent();
        assertThat(EnvironmentLimits.problemOfSize(Map.of("AB", "é".repeat(rest / 2 + 1))))
                .isPresent();
        assertThat(EnvironmentLimits.problemOfSize(Map.of("AB", "\"".repeat(rest / 2 + 1))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"x86_64,linux/amd64", "arm64,linux/arm64"})
    void platform_ofAnArchitecture(String architecture, String platform) {
        assertThat(Platforms.ofArchitecture(architecture)).isEqualTo(platform);
        assertThat(Platforms.problemOf(platform, platform)).isEmpty();
    }

    @Test
    void platform_ofNoArchitecture_isAnError() {
        assertThatThrownBy(() -> Platforms.ofArchitecture("mips")).hasMessage("architecture must be x86_64 or arm64");
        assertThat(Platforms.problemOf("linux/arm64/v8", "linux/arm64")).isEmpty();
    }
}
