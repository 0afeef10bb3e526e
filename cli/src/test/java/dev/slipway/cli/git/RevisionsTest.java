package dev.slipway.cli.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.events.state.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real git. */
class RevisionsTest {
    /** A machine that is busy with other tests makes git slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Path repository;

    @BeforeEach
    void commit() throws Exception {
        assumeThat(run(folder, "git", "--version")).as("git is installed").isEqualTo(0);
        repository = Files.createDirectory(folder.resolve("repository"));
        git(repository, "init", "-q", "-b", "main");
        write("tracked", "1");
        write(".gitignore", "ignored\n");
        write("app/inside", "1");
        git(repository, "add", "-A");
        git(repository, "commit", "-q", "-m", "first");
    }

    @Test
    void await_commit_isCleanAndNamed() throws Exception {
        git(repository, "remote", "add", "up", "https://example.com/no.git");
        git(repository, "remote", "add", "origin", "https://me:secret@example.com/a/b.git");
        write("ignored", "x");

        assertThat(of(repository)).contains(new Git(head(), "main", "https://example.com/a/b.git", false));
        assertThat(of(repository.resolve("app"))).isEqualTo(of(repository));
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "staged", "deleted", "untracked", "mode"})
    void await_whatIsNotInTheCommit_isDirty(String what) throws Exception {
        switch (what) {
            case "changed" -> write("tracked", "2");
            case "staged" -> {
                write("tracked", "2");
                git(repository, "add", "tracked");
            }
            case "deleted" -> Files.delete(repository.resolve("tracked"));
            case "untracked" -> write("new", "x");
            default ->
                assertThat(repository.resolve("tracked").toFile().setExecutable(true))
                        .isTrue();
        }

        assertThat(of(repository)).contains(new Git(head(), "main", null, true));
    }

    /** The same content in the tree as in the commit, and another one in the index. */
    @Test
    void await_stagedAndTakenBack_isDirty() throws Exception {
        write("tracked", "2");
        git(repository, "add", "tracked");
        write("tracked", "1");

        assertThat(of(repository).orElseThrow().dirty()).isTrue();
    }

    @Test
    void await_changeBesideTheFolder_isNotOfIt() throws Exception {
        write("tracked", "2");

        assertThat(of(repository.resolve("app")).orElseThrow().dirty()).isFalse();
    }

    @Test
    void await_detachedHead_hasNoBranch() throws Exception {
        git(repository, "checkout", "-q", "--detach");

        assertThat(of(repository)).contains(new Git(head(), null, null, false));
    }

    @Test
    void await_shallowClone_isLikeAnyOther() throws Exception {
        Path clone = folder.resolve("clone");
        git(folder, "clone", "-q", "--depth", "1", "file://" + repository, clone.toString());

        assertThat(of(clone)).contains(new Git(head(), "main", "file://" + repository, false, "main"));
    }

    @Test
    void await_workTree_hasItsOwnBranchAndChanges() throws Exception {
        Path tree = folder.resolve("tree");
        git(repository, "worktree", "add", "-q", "-b", "two", tree.toString());
        Git clean = new Git(head(), "two", null, false);

        assertThat(of(tree)).contains(clean);
        assertThat(withoutGit(tree)).contains(clean);

        Files.writeString(tree.resolve("tracked"), "longer");
        assertThat(of(tree).orElseThrow().dirty()).isTrue();
        assertThat(withoutGit(tree).orElseThrow().dirty()).isTrue();
        assertThat(of(repository).orElseThrow().dirty()).isFalse();
    }

    @Test
    void await_submodule_isARepositoryOfItsOwnAndDirtiesTheOther() throws Exception {
        Path outer = Files.createDirectory(folder.resolve("outer"));
        git(outer, "init", "-q", "-b", "main");
        git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", repository.toString(), "inner");
        git(outer, "commit", "-q", "-m", "with a submodule");
        Path inner = outer.resolve("inner");

        assertThat(of(inner)).contains(new Git(head(), "main", repository.toString(), false, "main"));
        assertThat(withoutGit(inner)).isEqualTo(of(inner));
        assertThat(of(outer).orElseThrow().dirty()).isFalse();

        Files.writeString(inner.resolve("tracked"), "longer");
        assertThat(of(inner).orElseThrow().dirty()).isTrue();
        assertThat(of(outer).orElseThrow().dirty()).isTrue();
    }

    @Test
    void await_noCommitYet_isEmpty() throws Exception {
        Path unborn = Files.createDirectory(folder.resolve("unborn"));
        git(unborn, "init", "-q");

        assertThat(of(unborn)).isEmpty();
        assertThat(withoutGit(unborn)).isEmpty();
    }

    @Test
    void await_noGitInstalled_readsItsFiles() throws Exception {
        String head = head();
        git(repository, "pack-refs", "--all");
        assertThat(withoutGit(repository)).contains(new Git(head, "main", null, false));

        write("tracked", "longer");
        assertThat(withoutGit(repository).orElseThrow().dirty()).isTrue();
    }

    @Test
    void await_indexThatIsUnreadable_stillNamesTheCommit() throws Exception {
        write(".git/index", "garbage");

        assertThat(of(repository)).contains(new Git(head(), "main", null, false));
    }

    @ParameterizedTest
    @CsvSource({".git/HEAD,garbage", ".git/HEAD,ref: refs/heads/gone", ".git/refs/heads/main,garbage"})
    void await_brokenRepository_isEmpty(String file, String content) throws Exception {
        write(file, content);

        assertThat(of(repository)).isEmpty();
    }

    @Test
    void await_folderWithoutARepository_isEmpty() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/.git"));
        Files.writeString(folder.resolve("elsewhere/x"), "x");
        Path lost = Files.createDirectories(folder.resolve("lost"));
        Files.writeString(lost.resolve(".git"), "gitdir: ../nowhere");

        assertThat(of(elsewhere.getParent())).isEmpty();
        assertThat(of(lost)).isEmpty();
        assertThat(of(folder.resolve("nowhere"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://me:secret@example.com/a.git,https://example.com/a.git",
                "HTTPS://token@example.com/a.git,HTTPS://example.com/a.git",
                "https://me:s@cr@t@example.com/a@b.git,https://example.com/a@b.git",
                "https://example.com:8443/a.git,https://example.com:8443/a.git",
                "https://example.com/a.git?token=secret#secret,https://example.com/a.git",
                "https://me:sec/ret@example.com/a.git,-",
                "https://me:sec#ret@example.com/a.git,-",
                "https://me:12#ret@example.com/a.git,-",
                "me:secret@example.com/a.git,-",
                "ext::sh -c secret,-",
                "git@example.com:org/a.git,git@example.com:org/a.git",
                "ssh://git@example.com:22/a.git,ssh://example.com:22/a.git",
                "../a,../a",
            })
    void withoutCredentials_ofAnyUrl_isShownToEverybody(String url, String shown) {
        assertThat(Remote.withoutCredentials(url)).isEqualTo(shown);
    }

    private static Optional<Git> of(Path folder) {
        return Revisions.look(folder).await(PATIENCE);
    }

    private static Optional<Git> withoutGit(Path folder) {
        return Revisions.look(folder, "git-is-not-installed").await(PATIENCE);
    }

    private String head() throws IOException {
        return Files.readString(repository.resolve(".git/refs/heads/main")).strip();
    }

    private void write(String path, String content) throws IOException {
        Path file = repository.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com"));
        command.addAll(List.of(arguments));
        assertThat(run(folder, command.toArray(String[]::new))).isZero();
    }

    private static int run(Path folder, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
