package dev.slipway.plan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTreeTest {
    @Test
    void memory_keepsTheTextOfManifestsAlone() throws IOException {
        SourceTree tree = MemoryTree.builder()
                .add("go.mod", stream("module x"))
                .add("logo.png", unreadable())
                .add("node_modules/a/package.json", unreadable())
                .build();
        assertThat(tree.files()).containsExactly("go.mod", "logo.png", "node_modules/a/package.json");
        assertThat(tree.text("go.mod")).contains("module x");
        assertThat(tree.text("logo.png")).isEmpty();
    }

    @Test
    void memory_laterLayer_replacesAnEarlierOne() throws IOException {
        SourceTree tree = MemoryTree.builder()
                .add("go.mod", stream("module old"))
                .add("go.mod", stream("module new"))
                .build();
        assertThat(tree.text("go.mod")).contains("module new");
    }

    @Test
    void text_overOneMebibyte_isRefusedWhenAskedFor() {
        SourceTree tree = MemoryTree.of(Map.of("pom.xml", "x".repeat(SourceTree.MAX_TEXT_BYTES + 1)));
        assertThat(tree.files()).containsExactly("pom.xml");
        assertThatThrownBy(() -> tree.text("pom.xml"))
                .isInstanceOf(PlanException.class)
                .hasMessage("pom.xml: is larger than 1 MiB");
    }

    @Test
    void memory_tooManyManifests_areRefused() {
        MemoryTree.Builder builder = MemoryTree.builder();
        String text = "x".repeat(SourceTree.MAX_TEXT_BYTES);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        builder.add(i + "/pom.xml", stream(text));
                    }
                })
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("32 MiB");
    }

    @Test
    void folder_readsOnlyTheNamedFiles(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("go.mod"), "module x");
        Files.writeString(root.resolve(".env"), "SECRET=1");
        SourceTree tree = new FolderTree(root, List.of("go.mod", "gone.txt"));
        assertThat(tree.text("go.mod")).contains("module x");
        assertThat(tree.text(".env")).isEmpty();
        assertThatThrownBy(() -> tree.text("gone.txt"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("gone.txt: cannot be read");
    }

    @Test
    void below_seesTheFolderAsTheRoot() {
        SourceTree tree = MemoryTree.of(Map.of("web/go.mod", "module x", "web-old/go.mod", ""))
                .below("web");
        assertThat(tree.files()).containsExactly("go.mod");
        assertThat(tree.text("go.mod")).contains("module x");
        assertThat(tree.hasFolder("web")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slipway.toml",
                "services/web/slipway.toml",
                "Hello.java",
                "a/b/c/main.go",
                "requirements-dev.txt",
                "ops/prod.Dockerfile",
                "Dockerfile.prod",
                ".dockerignore"
            })
    void wants_whatSaysHowToBuild(String path) {
        assertThat(PlannedFiles.wants(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "src/main/java/com/example/Main.java",
                "node_modules/x/package.json",
                "vendor/y/go.mod",
                ".venv/lib/z.py",
                "dockerfile-notes.md"
            })
    void wants_nothingElse(String path) {
        assertThat(PlannedFiles.wants(path)).isFalse();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns content that nobody may read. */
    private static InputStream unreadable() throws IOException {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        return closed;
    }
}
