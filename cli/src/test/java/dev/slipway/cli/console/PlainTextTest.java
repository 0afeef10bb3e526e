package dev.slipway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTextTest {
    private static final String ESC = "\u001B";

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("plain text, as it is", "plain text, as it is"),
                Arguments.of(ESC + "[31mred" + ESC + "[0m", "red"),
                Arguments.of(ESC + "[2J" + ESC + "[1;1Hgone?", "gone?"),
                Arguments.of(ESC + "]0;title\u0007text", "text"),
                Arguments.of(ESC + "]8;;http://evil" + ESC + "\\link" + ESC + "]8;;" + ESC + "\\", "link"),
                Arguments.of(ESC + "P1$r" + ESC + "\\after", "after"),
                Arguments.of(ESC + "]52;c;never ended", ""),
                Arguments.of(ESC + "(0lines" + ESC + "(B", "lines"),
                Arguments.of(ESC + "cafter a reset", "after a reset"),
                Arguments.of("at the end" + ESC, "at the end"),
                Arguments.of("\u009B31mred\u009D0;title\u009C text", "red text"),
                Arguments.of("bell\u0007 null\u0000 delete\u007F", "bell null delete"),
                Arguments.of("10 %\r50 %\r100 %\r\n", "100 %"),
                Arguments.of("a\tb", "a       b"),
                Arguments.of("safe \u202Eevil\u202C \u2066x\u2069 \uFEFF\u200B", "safe evil x "),
                Arguments.of("lone \uD800 half", "lone \uFFFD half"),
                Arguments.of("日本語 é 🚀", "日本語 é 🚀"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void of_line_hasNothingThatATerminalObeys(String line, String plain) {
        assertThat(PlainText.of(line)).isEqualTo(plain);
    }

    @Test
    void of_anything_leavesNoControlCharacter() {
        Random random = new Random(7);
        String pieces = ESC + "[]P;\\0123456789mHJ?c\u0007\u009B\u009C\u0090\r\tX é";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder line = new StringBuilder();
            random.ints(random.nextInt(20), 0, pieces.length()).forEach(at -> line.append(pieces.charAt(at)));
            assertThat(PlainText.of(line.toString()).chars()).noneMatch(Character::isISOControl);
        }
    }
}
