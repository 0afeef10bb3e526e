package dev.slipway.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSettingsTest {

    @Test
    void overrides_pairs_areReadAsSamReadsThem() {
        assertThat(StackSettings.overrides("  RegistryMirror=127.0.0.1:5009 BuildKitImage=a/b:c=d\n Empty= "))
                .isEqualTo(Map.of("RegistryMirror", "127.0.0.1:5009", "BuildKitImage", "a/b:c=d", "Empty", ""));
        assertThat(StackSettings.overrides("")).isEmpty();
    }

    @Test
    void overrides_noPair_isNamed() {
        assertThatThrownBy(() -> StackSettings.overrides("A=1 oops"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a parameter and its value: oops");
    }
}
