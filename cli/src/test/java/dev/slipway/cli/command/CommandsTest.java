package dev.slipway.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(folder);
    }

    @Test
    void none_showsTheCommandsAndIsAUsageError() {
        Shell.Run run = shell.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("deploy", "rollback", "analyze", "local");
    }

    @Test
    void unknownOption_isAUsageErrorWithASuggestion() {
        Shell.Run run = shell.run("deploy", "--mesage", "x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualToNormalizingNewlines("""
                        failed to read the command line: Unknown option: '--mesage'
                        hint: did you mean --message?
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy",
                "status",
                "history",
                "versions",
                "rollback",
                "logs",
                "trace",
                "env",
                "cancel",
                "open",
                "destroy",
                "analyze",
                "init",
                "bootstrap",
                "teardown",
                "local",
                "doctor",
                "completion"
            })
    void help_ofEveryCommand_isPrinted(String command) {
        Shell.Run run = shell.run(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: slipway " + command);
    }

    @Test
    void deploy_noSuchFolder_isRefusedBeforeAnythingElse() {
        Shell.Run run = shell.run("deploy", "nowhere");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("failed to pack", "nowhere: no such folder\nhint: name the folder");
    }

    @Test
    void deploy_emptyFolder_isRefused() throws Exception {
        Files.createDirectories(folder.resolve("empty"));

        Shell.Run run = shell.run("deploy", "empty");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no file to deploy in it");
    }

    @Test
    void deploy_brokenToml_namesLineAndColumn() throws Exception {
        write("app/slipway.toml", "app = \"one\"\nporrt = 1\n");

        Shell.Run run = shell.run("deploy", "app");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("failed to read slipway.toml: slipway.toml:2:1");
    }

    @Test
    void deploy_invalidAppName_isRefused() throws Exception {
        write("app/index.html", "x");

        Shell.Run run = shell.run("deploy", "app", "--app", "No Name");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("failed to name the app: \"No Name\" is not 1 to 40 lower-case letters");
    }

    @Test
    void deploy_reservedVariable_isRefused() throws Exception {
        write("app/index.html", "x");

        Shell.Run run = shell.run("deploy", "app", "--env", "AWS_REGION=x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("failed to name a variable: \"AWS_REGION\" is reserved by Lambda");
    }

    @Test
    void deploy_environmentFileWithARawLine_doesNotRepeatIt() throws Exception {
        write("app/index.html", "x");

        Shell.Run run = shell.input("FIRST=1\nhalf-of-a-secret\n").run("deploy", "app", "--env-file", "-");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("-:2 is not NAME=value").doesNotContain("half-of-a-secret");
    }

    @Test
    void deploy_invalidPipeline_isRefused() throws Exception {
        write("app/index.html", "x");

        Shell.Run run = shell.with("SLIPWAY_PIPELINE", "No!").run("deploy", "app");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("failed to name the pipeline");
    }

    @Test
    void analyze_singleJavaFile_showsRuleAndDockerfile() throws Exception {
        write("app/Hello.java", "class Hello {\n    public static void main(String[] a) {}\n}\n");

        Shell.Run run = shell.run("analyze", "app");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("one *.java with main, no build file", "FROM ", "Hello.java");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void analyze_nothingKnown_saysWhatWasLookedFor() throws Exception {
        write("app/notes.txt", "x");

        Shell.Run run = shell.run("analyze", "app");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("failed to plan the build: ").contains("hint: ");
    }

    @Test
    void init_writesASlipwayTomlThatReads() throws Exception {
        Files.createDirectories(folder.resolve("My App 2"));

        Shell.Run run = shell.run("init", "My App 2");

        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("My App 2/slipway.toml")).content().startsWith("app = \"my-app-2\"");
        assertThat(shell.run("init", "My App 2").err()).contains("it is there already");
    }

    @Test
    void completion_isAScript() {
        assertThat(shell.run("completion").out()).contains("complete ").contains("rollback");
    }

    @Test
    void localStatus_nothingRuns_saysSo() {
        Shell.Run run = shell.run("local", "status");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEqualToNormalizingNewlines("not running\n");
    }

    @Test
    void localStart_oddPlaceForSpans_isRefused() {
        Shell.Run run = shell.run("local", "start", "--otlp", "ftp://x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is no place for spans");
    }

    @Test
    void status_localCloudCannotBeStarted_saysWhy() {
        Shell.Run run = shell.run("status");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("this command was not started by bin/slipway");
    }

    @Test
    void doctor_listsWhatItFound() {
        assertThat(List.of(shell.run("doctor").out().split("\n")))
                .anyMatch(line -> line.startsWith("ok    java"))
                .anyMatch(line -> line.contains("local cloud   not running"));
    }

    private void write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
