package dev.slipway.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.failure.CliFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedPipelinesTest {
    @TempDir
    Path home;

    private SavedPipelines saved;

    @BeforeEach
    void open() {
        saved = new SavedPipelines(home.resolve("new"));
    }

    @Test
    void current_nothingSaved_isNone() {
        assertThat(saved.current()).isEmpty();
        assertThat(saved.find("default")).isEmpty();
    }

    @Test
    void save_twoPipelines_rememberBothAndTheLast() {
        saved.save(pipeline("one", "eu-west-1"));
        saved.save(pipeline("two", "us-east-1"));

        assertThat(saved.current()).contains("two");
        assertThat(saved.find("one").map(SavedPipeline::region)).contains("eu-west-1");
    }

    @Test
    void save_again_replaces() {
        saved.save(pipeline("one", "eu-west-1"));
        saved.save(pipeline("one", "us-east-1"));

        assertThat(saved.find("one")).contains(pipeline("one", "us-east-1"));
    }

    @Test
    void forget_theDefault_leavesNone() {
        saved.save(pipeline("one", "eu-west-1"));
        saved.save(pipeline("two", "eu-west-1"));

        saved.forget("two");
        saved.forget("two");

        assertThat(saved.current()).isEmpty();
        assertThat(saved.find("one")).isPresent();
    }

    @Test
    void current_fileOfSomethingElse_isRefusedByName() throws Exception {
        Files.writeString(home.resolve("pipelines.json"), "{");

        assertThatThrownBy(() -> new SavedPipelines(home).current())
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("pipelines.json");
    }

    private static SavedPipeline pipeline(String name, String region) {
        return new SavedPipeline(name, region, "123456789012", "1", Map.of("Pipeline", name));
    }
}
