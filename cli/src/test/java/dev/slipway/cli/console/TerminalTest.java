package dev.slipway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @Test
    void size_windowChanged_isMeasuredOnceAgain() {
        AtomicInteger measured = new AtomicInteger();
        Terminal terminal = new Terminal(100, () -> 40 + measured.getAndIncrement(), () -> true);

        assertThat(terminal.columns()).isEqualTo(100);
        terminal.change();

        assertThat(terminal.columns()).isEqualTo(40);
        assertThat(terminal.columns()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            812 (java) S 700 812 700 34816 812 4194304      | true
            812 (java) S 700 812 700 34816 700 4194304      | false
            812 (a) S 1 2 (b) R 700 812 700 34816 812 41943 | true
            812 (java) S 700 812 700 0 -1 4194304           | false
            broken                                          | false
            """)
    void foreground_groupOfTheTerminal_decides(String status, boolean here) {
        assertThat(Foreground.isHere(status)).isEqualTo(here);
    }

    @Test
    void signal_unknown_isLeftAlone() {
        Signals.on("NO-SUCH-SIGNAL", () -> {
            throw new AssertionError("never comes");
        });
    }
}
