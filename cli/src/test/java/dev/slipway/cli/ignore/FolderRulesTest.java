package dev.slipway.cli.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRulesTest {
    @TempDir
    Path root;

    @Test
    void judge_gitIgnoreFiles_asGitDoes() throws Exception {
        file(".gitignore", """
                *.log
                !keep.log
                /build
                out/
                a/**/deep.txt
                doc/*.md
                trailing\\\040
                #x
                \\#y
                \\!z
                w?ld[0-9]
                **/cache/**
                no-slash\040
                dir/sub/""");
        file("a/.gitignore", "!*.log", "*.txt", "!/kept.txt");
        String names = "x.log,keep.log,build/a,src/build/a,out,src/out/a,a/b/c/deep.txt,a/deep.txt,doc/a.md,doc/b/a.md,"
                + "trailing ,#x,#y,!z,wild7,wildx,x/cache/y/z,cache,a/q.log,a/kept.txt,a/b/kept.txt,no-slash,dir/sub/f,"
                + "e/dir/sub/f,keep.log.d/x.log,b.txt";
        for (String name : names.split(",", -1)) {
            if (!Files.exists(root.resolve(name))) {
                file(name, "content");
            }
        }

        assertThat(packed(SourceRules.Settings.DEFAULT)).isEqualTo(unignoredByGit());
    }

    @Test
    void judge_slipwayIgnore_winsOverGit() throws Exception {
        file(".gitignore", "dist/", "*.map");
        file(".slipwayignore", "!dist/", "docs", "!/.env");
        file("dist/app.js", "");
        file("dist/app.js.map", "");
        file("docs/a.md", "");
        file(".env", "A=1");
        file("sub/.env", "A=1");

        assertThat(packed(SourceRules.Settings.DEFAULT))
                .containsExactly(".env", ".gitignore", ".slipwayignore", "dist/app.js", "dist/app.js.map");
    }

    @Test
    void judge_configuredInclude_reachesIntoIgnoredFolder() throws Exception {
        file(".gitignore", "target/");
        file("target/app.jar", "");
        file("target/classes/A.class", "");
        file("other/x", "");

        assertThat(packed(new SourceRules.Settings(List.of("target/*.jar"), List.of("other"), null, ".")))
                .containsExactly(".gitignore", "target/app.jar");
    }

    @Test
    void judge_secrets_areLeftOutUnlessAskedFor() throws Exception {
        for (String name : List.of(
                ".env",
                ".env.local",
                ".env.example",
                "tls/server.pem",
                "tls/server.key",
                "tls/server.crt",
                "id_rsa",
                "id_rsa.pub",
                "id_ed25519",
                ".aws/credentials",
                "store.jks",
                ".netrc",
                "src/key")) {
            file(name, "x");
        }
        file(".npmrc", "//registry.example/:_authToken=abc");
        file("web/.npmrc", "registry=https://registry.example/", "//registry.example/:_authToken=${NPM_TOKEN}");

        assertThat(packed(new SourceRules.Settings(List.of("tls/server.pem"), List.of(), null, ".")))
                .containsExactly(
                        ".env.example", "id_rsa.pub", "src/key", "tls/server.crt", "tls/server.pem", "web/.npmrc");
    }

    @Test
    void judge_dockerIgnore_keepsWhatTheBuildNeeds() throws Exception {
        file(".dockerignore", "*", "!src", "src/gen");
        file("Dockerfile", "FROM scratch");
        file("README.md", "");
        file("src/a", "");
        file("src/gen/b", "");

        assertThat(packed(SourceRules.Settings.DEFAULT)).containsExactly(".dockerignore", "Dockerfile", "src/a");
    }

    @Test
    void judge_sourceInsideRepository_followsTheRulesAboveButIsNotExcludedByThem() throws Exception {
        Files.createDirectories(root.resolve(".git"));
        file(".gitignore", "*.log", "/apps/one/tmp", "apps");
        file("apps/one/a.txt", "");
        file("apps/one/a.log", "");
        file("apps/one/tmp/b", "");
        root = root.resolve("apps/one");

        assertThat(packed(SourceRules.Settings.DEFAULT)).containsExactly("a.txt");
    }

    private Set<String> packed(SourceRules.Settings settings) throws IOException {
        Set<String> paths = new TreeSet<>();
        walk(root, "", SourceRules.of(root, settings).folder(), paths);
        return paths;
    }

    private static void walk(Path folder, String path, FolderRules rules, Set<String> paths) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                boolean isFolder = Files.isDirectory(child);
                Decision decision = rules.judge(child, name, isFolder);
                boolean entered = decision == Decision.PACK || decision == Decision.SEARCH;
                if (isFolder && entered) {
                    walk(child, path + name + "/", rules.enter(child, name, decision), paths);
                } else if (decision == Decision.PACK) {
                    paths.add(path + name);
                }
            }
        }
    }

    private Set<String> unignoredByGit() throws Exception {
        assumeTrue(git("--version") != null, "git is not installed");
        git("init", "-q", ".");
        String listed = git("ls-files", "-z", "--others", "--exclude-standard");
        return new TreeSet<>(Arrays.asList(listed.split("\0")));
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).directory(root.toFile()).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }

    private void file(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
