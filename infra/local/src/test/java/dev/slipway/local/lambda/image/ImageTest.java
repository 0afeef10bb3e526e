package dev.slipway.local.lambda.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ImageTest {
    @Test
    void hostOnly_isAnImageThatNamesTheBaseItWasBuiltWithout() {
        assertThat(image(Map.of("dev.slipway.host-only", "eclipse-temurin:17")).hostOnly())
                .isTrue();
        assertThat(image(Map.of("maintainer", "somebody")).hostOnly()).isFalse();
    }

    private static Image image(Map<String, String> labels) {
        Image.ImageConfig config = new Image.ImageConfig("amd64", List.of(), List.of(), List.of(), "", labels);
        return new Image("apps", "sha256:1", "sha256:2", config, List.of());
    }
}
