package dev.slipway.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.failure.CliFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFolderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "hello, hello",
        "My App, my-app",
        "2048, app-2048",
        "_private_, private",
        "a-very-long-name-that-goes-on-and-on-and-on-for-ever, a-very-long-name-that-goes-on-and-on-and"
    })
    void appName_ofFolder_isMadeValid(String name, String expected) throws Exception {
        Path source = Files.createDirectories(folder.resolve(name));

        assertThat(SourceFolder.open(source).appName(null)).isEqualTo(expected);
    }

    @Test
    void appName_asked_winsOverSlipwayToml() throws Exception {
        Files.writeString(folder.resolve("slipway.toml"), "app = \"configured\"");

        assertThat(SourceFolder.open(folder).appName("asked")).isEqualTo("asked");
        assertThat(SourceFolder.open(folder).appName(null)).isEqualTo("configured");
    }

    @Test
    void appName_nothingValidInIt_isRefused() throws Exception {
        Path source = Files.createDirectories(folder.resolve("日本"));

        assertThatThrownBy(() -> SourceFolder.open(source).appName(null))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("failed to name the app");
    }
}
