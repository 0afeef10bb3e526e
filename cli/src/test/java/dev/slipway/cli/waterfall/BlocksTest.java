package dev.slipway.cli.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1000, '██████████'",
        "0, 500, '█████'",
        "0, 550, '█████▌'",
        "500, 1000, '     █████'",
        "0, 0, '▏'",
        "0, 1, '▏'",
        "0, 37, '▍'",
        "999, 1000, '         ▏'",
        "1000, 1000, '         ▏'",
        "230, 1000, '  ████████'",
        "260, 1000, '   ███████'",
    })
    void of_partOfAThousand_beginsAndEndsWhereItShould(int from, int to, String bar) {
        assertThat(new Blocks(Duration.ofSeconds(1), 10).of(bar(from, to))).isEqualTo(bar);
    }

    @Test
    void of_nothingTookAnyTime_isTheLeastThereIs() {
        assertThat(new Blocks(Duration.ZERO, 10).of(bar(0, 0))).isEqualTo("▏");
    }

    private static Row.Bar bar(int from, int to) {
        return new Row.Bar(Duration.ofMillis(from), Duration.ofMillis(to));
    }
}
