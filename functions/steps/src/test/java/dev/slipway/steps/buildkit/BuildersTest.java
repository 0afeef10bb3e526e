package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.steps.buildkit.registry.FakeEcr;
import dev.slipway.steps.buildkit.registry.ImageRepository;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildersTest {
    private static final Source SOURCE = new Source(List.of(new SourceLayer("s", null, 0, null, null)), 0);
    private static final BuildSettings SETTINGS = new BuildSettings(
            "hello",
            "01K",
            SOURCE,
            "plan.json",
            "r/slipway",
            "hello-01K",
            List.of("cache.hello"),
            null,
            "b:1",
            null,
            null);
    private static final Map<String, String> EMBEDDED =
            Map.of("SLIPWAY_BUILDER", "http://127.0.0.1:1", "SLIPWAY_BUILDER_TOKEN", "t");

    @ParameterizedTest
    @ValueSource(strings = {"buildctl", "buildx", "docker", "embedded"})
    void choose_aNamedBuilder_isTakenWhateverElseIsThere(String name) {
        assertThat(choose(Map.of("SLIPWAY_BUILD_WITH", name, "BUILDKIT_HOST", "tcp://127.0.0.1:1")))
                .isEqualTo(name);
    }

    @Test
    void choose_buildkitHost_comesBeforeAnyEngine() {
        assertThat(choose(Map.of("BUILDKIT_HOST", "tcp://127.0.0.1:1", "DOCKER_HOST", "tcp://127.0.0.1:1")))
                .isEqualTo("buildctl");
    }

    @Test
    void choose_anUnknownName_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> choose(Map.of("SLIPWAY_BUILD_WITH", "kaniko")))
                .isInstanceOfSatisfying(StepException.class, e -> {
                    assertThat(e.error().cause()).isEqualTo("there is no builder \"kaniko\"");
                    assertThat(e.error().hint()).contains("buildctl, buildx, docker or embedded");
                });
    }

    private static String choose(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(EMBEDDED);
        all.putAll(environment);
        return new Builders(all)
                .choose(new StepRuntime(all), SETTINGS, new ImageRepository(FakeEcr::new, "r/slipway"))
                .name();
    }
}
