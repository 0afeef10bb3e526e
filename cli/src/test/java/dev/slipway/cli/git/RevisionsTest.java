package dev.slipway.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.state.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    @Test
    void of_looseBranch_readsCommitBranchAndOriginWithoutCredentials() throws Exception {
        write(".git/HEAD", "ref: refs/heads/feature/x\n");
        write(".git/refs/heads/feature/x", COMMIT + "\n");
        write(".git/config", """
                [core]
                    bare = false
                [remote "up"]
                    url = no
                [remote "origin"]
                    url = https://me:secret@example.com/a/b.git
                """);
        Path below = Files.createDirectories(folder.resolve("src/main"));

        assertThat(Revisions.of(below)).contains(new Git(COMMIT, "feature/x", "https://example.com/a/b.git", false));
    }

    @Test
    void of_packedReference_isFound() throws Exception {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/packed-refs", "# pack-refs\n" + COMMIT + " refs/heads/main\n");

        assertThat(Revisions.of(folder)).contains(new Git(COMMIT, "main", null, false));
    }

    @Test
    void of_detachedHead_hasNoBranch() throws Exception {
        write(".git/HEAD", COMMIT + "\n");

        assertThat(Revisions.of(folder)).contains(new Git(COMMIT, null, null, false));
    }

    @Test
    void of_linkedWorkTree_readsTheCommonFolder() throws Exception {
        write("main/.git/worktrees/two/HEAD", "ref: refs/heads/two\n");
        write("main/.git/worktrees/two/commondir", "../..\n");
        write("main/.git/refs/heads/two", COMMIT + "\n");
        write("two/.git", "gitdir: ../main/.git/worktrees/two\n");

        assertThat(Revisions.of(folder.resolve("two"))).contains(new Git(COMMIT, "two", null, false));
    }

    @Test
    void of_nothingUsable_isEmpty() throws Exception {
        write(".git/HEAD", "ref: refs/heads/unborn\n");
        write(".git/index", "garbage");

        assertThat(Revisions.of(folder)).isEmpty();
        assertThat(Revisions.of(folder.resolve("nowhere"))).isEmpty();
    }

    private void write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
