package dev.slipway.plan.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeVersionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ">=18;24", "18.x;18", "^18.17.0;18", "~20.1;20", "18 || 20;20", ">=18 <21;20", ">=18 <=20;20", "*;24",
                "x;24", "^18 || ^20 || >=22;24", ">=24.1;24", ">=25;25", "24;24", "v20.11.1;20", "lts;24", "<23;22",
            })
    void satisfying_takesTheDefaultWhereTheRangeDoes(String range, int major) {
        assertThat(NodeVersion.satisfying(range)).isEqualTo(major);
    }
}
