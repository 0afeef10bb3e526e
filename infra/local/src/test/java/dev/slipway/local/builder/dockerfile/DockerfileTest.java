package dev.slipway.local.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerfileTest {
    private static final Map<String, String> VARIABLES = Map.of("name", "value", "empty", "");

    @Test
    void parse_stages_keepsGlobalsNamesAndLines() {
        Dockerfile file = Dockerfile.parse("""
                # syntax=docker/dockerfile:1
                ARG VERSION=17

                FROM --platform=linux/amd64 jdk:${VERSION} AS Build
                COPY a \\
                # a comment within

                  b/ /dest/
                FROM scratch
                COPY --from=build --chown=1:2 /x /y
                """);
        assertThat(file.globals()).hasSize(1);
        assertThat(file.stages()).extracting(Stage::name).containsExactly(Optional.of("build"), Optional.empty());
        assertThat(file.stages().get(0).platform()).hasValue("linux/amd64");
        Instruction copy = file.stages().get(0).instructions().get(0);
        assertThat(copy.line()).isEqualTo(5);
        assertThat(copy.list()).containsExactly("a", "b/", "/dest/");
        Instruction second = file.stages().get(1).instructions().get(0);
        assertThat(second.flags()).isEqualTo(Map.of("from", "build", "chown", "1:2"));
        assertThat(file.stage("BUILD", 2)).hasValue(file.stages().get(0));
        assertThat(file.stage("0", 1)).isPresent();
        assertThat(file.stage("build", 0)).isEmpty();
    }

    @Test
    void parse_escapeDirective_changesContinuation() {
        Dockerfile file = Dockerfile.parse("# escape=`\nFROM x\nCOPY a `\n  C:\\\nUSER y");
        assertThat(file.stages().get(0).instructions())
                .extracting(Instruction::keyword)
                .containsExactly("COPY", "USER");
        assertThat(file.stages().get(0).instructions().get(0).list()).containsExactly("a", "C:\\");
    }

    @Test
    void parse_hereDocument_isTheBodyOfItsInstruction() {
        Dockerfile file = Dockerfile.parse("FROM x\nCOPY <<-'EOF' /a\n\tFROM $y\n\tEOF\nUSER y\n");
        List<Instruction> instructions = file.stages().get(0).instructions();
        assertThat(instructions.get(0).documents()).containsExactly(new HereDocument("EOF", false, "FROM $y\n"));
        assertThat(instructions.get(1).line()).isEqualTo(5);
    }

    @Test
    void json_onlyAnArrayOfStrings_isTheExecForm() {
        List<Instruction> commands = Dockerfile.parse(
                        "FROM x\nCMD [\"a\", \"b\"]\nCMD [ -f x ] && y\nCMD [\"a\", 1]\nCMD [\"a\"] b")
                .stages()
                .get(0)
                .instructions();
        assertThat(commands)
                .extracting(Instruction::json)
                .containsExactly(Optional.of(List.of("a", "b")), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$name|value",
                "${name}s|values",
                "$names-|-",
                "${none:-other}|other",
                "${empty:-other}|other",
                "${empty-other}|``",
                "${name:+set}|set",
                "${none:+set}|``",
                "${none:-${name}}|value",
                "\\$name|$name",
                "'$name'|$name",
                "\"$name x\"|value x",
                "\"a\\\"b\"|a\"b",
                "a\\ b|a b",
                "$|$",
                "a$.b|a$.b",
            })
    void expand_word_asTheShellLexerDoes(String word, String expanded) {
        assertThat(expander().word(PLACE, word)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${none:?must be set}", "${name", "\"open", "'open", "${name#x}", "${}"})
    void expand_badWord_isRefused(String word) {
        assertThatThrownBy(() -> expander().word(PLACE, word)).isInstanceOf(DockerfileProblem.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COPY a b|1|no build stage",
                "FROM x|0|",
                "FROM x y|1|either one or three",
                "FROM x\\nFOO bar|2|unknown instruction: FOO",
                "FROM x\\nCOPY|2|requires at least one argument",
                "FROM x\\nCOPY <<E /a\\nbody|2|unterminated heredoc",
                "# just this|1|no FROM",
            })
    void parse_wrongFile_namesTheLine(String text, int line, String problem) {
        String file = text.replace("\\n", "\n");
        if (line == 0) {
            assertThat(Dockerfile.parse(file).stages()).hasSize(1);
            return;
        }
        assertThatThrownBy(() -> Dockerfile.parse(file))
                .isInstanceOfSatisfying(
                        DockerfileProblem.class, e -> assertThat(e.line()).isEqualTo(line))
                .hasMessageContaining(problem);
    }

    @Test
    void pairs_bothForms_areRead() {
        assertThat(Words.pairs(only("FROM x\nENV a=1 b=\"2 3\" c=x\\ y"), '\\'))
                .isEqualTo(Map.of("a", "1", "b", "\"2 3\"", "c", "x\\ y"));
        assertThat(Words.pairs(only("FROM x\nENV name the  rest = all"), '\\'))
                .isEqualTo(Map.of("name", "the  rest = all"));
    }

    private static final Instruction PLACE = only("FROM x\nUSER y");

    private static Instruction only(String file) {
        return Dockerfile.parse(file).stages().get(0).instructions().get(0);
    }

    private static Expander expander() {
        return new Expander('\\', name -> Optional.ofNullable(VARIABLES.get(name)));
    }
}
