package dev.slipway.cli.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void of_twoTraces_putsWhatTakesLongerFirst() throws IOException {
        Map<String, Comparison.Total> before = Comparison.totals(new SpanJson()
                .span("a", "", "deploy", 0, 100)
                .span("b", "a", "same", 0, 10)
                .span("c", "a", "faster", 0, 50)
                .span("d", "a", "gone", 0, 5)
                .span("e", "a", "twice", 0, 10)
                .waterfall()
                .rows());
        Map<String, Comparison.Total> after = Comparison.totals(new SpanJson()
                .span("a", "", "deploy", 0, 140)
                .span("b", "a", "same", 0, 10)
                .span("c", "a", "faster", 0, 20)
                .span("e", "a", "twice", 0, 10)
                .span("f", "a", "twice", 20, 35)
                .span("g", "a", "new", 0, 3)
                .waterfall()
                .rows());

        assertThat(Comparison.of(before, after))
                .extracting(change -> change.name() + " " + change.before().count() + " "
                        + change.after().count() + " " + change.delta().toMillis())
                .containsExactly(
                        "deploy 1 1 40", "twice 1 2 15", "new 0 1 3", "same 1 1 0", "gone 1 0 -5", "faster 1 1 -30");
    }
}
