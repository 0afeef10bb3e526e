package dev.slipway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "é, 1", "e\u0301, 1", "日本語, 6", "한국어, 6", "🚀, 2", "✓ ✗ → ·, 7", "a\u200Db, 2"})
    void of_text_isWhatATerminalGivesIt(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 4, abc…", "日本語, 5, 日本…", "日本語, 4, 日…", "abc, 1, …", "abc, 0, ''"})
    void cut_longText_fitsWithAnEllipsis(String text, int columns, String cut) {
        assertThat(TextWidth.cut(text, columns)).isEqualTo(cut);
        assertThat(TextWidth.of(cut)).isLessThanOrEqualTo(columns);
    }

    @Test
    void wrap_longText_breaksBetweenWords() {
        assertThat(TextWidth.wrap("the quick brown fox", 10)).containsExactly("the quick", "brown fox");
        assertThat(TextWidth.wrap("a http://127.0.0.1:41273/long b", 10))
                .containsExactly("a", "http://127.0.0.1:41273/long", "b");
        assertThat(TextWidth.wrap("short", 10)).containsExactly("short");
    }

    @Test
    void pad_wideText_endsAtTheColumn() {
        assertThat(TextWidth.pad("日本", 6)).isEqualTo("日本  ");
        assertThat(TextWidth.pad("too long", 3)).isEqualTo("too long");
    }
}
