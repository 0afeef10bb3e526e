package dev.slipway.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before any pipeline is asked. */
class EnvCommandTest {
    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(folder);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "failed to name a variable: \"AWS_SESSION_TOKEN\" is reserved by Lambda",
                        "set",
                        "AWS_SESSION_TOKEN=x"),
                refusal("failed to name a variable: \"PORT\" is set by the pipeline", "set", "PORT=1"),
                refusal("failed to name a variable: \"1A\" must be two or more letters", "set", "1A=x"),
                refusal("failed to name a variable: \"A-B\" must be two or more letters", "set", "--sensitive", "A-B"),
                refusal("failed to name a variable: \"A B\" must be two or more letters", "unset", "A B"),
                refusal("failed to name a variable: \"_HANDLER\" is reserved by Lambda", "unset", "OK", "_HANDLER"),
                refusal("failed to set variables: none is given", "set"),
                refusal("failed to read the command line: Missing required parameter", "unset"),
                refusal("failed to set TOKEN: standard input is empty", "set", "--sensitive", "TOKEN"),
                refusal(
                        "failed to set variables: standard input is either a value or a file",
                        "set",
                        "--sensitive",
                        "TOKEN",
                        "--env-file",
                        "-"),
                refusal("failed to set variables: the environment takes", "set", "BIG=" + "x".repeat(4000)));
    }

    private static Arguments refusal(String message, String... arguments) {
        return Arguments.of(message, arguments);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void env_whatLambdaOrAPersonWouldNotTake_isRefused(String message, String[] arguments) {
        Shell.Run run =
                shell.run(Stream.concat(Stream.of("env"), Stream.of(arguments)).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList()).hasSize(2);
        assertThat(run.err()).startsWith(message).contains("\nhint: ");
    }

    @Test
    void set_sensitiveValueOnTheCommandLine_isRefusedUnseen() {
        Shell.Run run = shell.run("env", "set", "--sensitive", "TOKEN=secret");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("failed to read the name of a variable: \"TOKEN\" comes with a value\nhint: ")
                .doesNotContain("secret");
    }

    @Test
    void set_sensitiveValueThatIsTooLarge_isRefusedUnseen() {
        Shell.Run run = shell.input("secret".repeat(1000)).run("env", "set", "--sensitive", "TOKEN");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("failed to set variables: the environment takes")
                .doesNotContain("secret\n");
    }

    @Test
    void set_zeroByte_isRefused() {
        Shell.Run run = shell.input("a\0b").run("env", "set", "--sensitive", "TOKEN");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("failed to set TOKEN: its value has a zero byte");
    }
}
