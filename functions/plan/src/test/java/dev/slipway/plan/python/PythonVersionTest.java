package dev.slipway.plan.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PythonVersionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">=3.9|13",
                ">=3.9,<3.12|11",
                ">=3.9,<=3.12|12",
                "==3.11.*|11",
                "^3.10|13",
                "~3.11|11",
                "~=3.11|13",
                "3.12|12",
                ">=3.14|14",
                ">=3.8,<4.0|13",
                ">=3.9,!=3.9.7|13",
            })
    void satisfying_takesTheDefaultWhereTheRangeDoes(String range, int minor) {
        assertThat(PythonVersion.satisfying(range)).isEqualTo(minor);
    }
}
