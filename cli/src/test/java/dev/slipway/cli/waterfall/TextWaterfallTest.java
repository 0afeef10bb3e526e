package dev.slipway.cli.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.console.TextWidth;
import dev.slipway.cli.progress.Style;
import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentStatus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextWaterfallTest {
    private static final Style PLAIN = new Style(false);

    @Test
    void print_liveDeploy_isItsWaterfall() throws IOException {
        assertThat(hello(100, false)).isEqualTo(Recorded.resource("hello.txt"));
    }

    @Test
    void print_failedDeployOnANarrowTerminal_saysWhereAndWhy() throws IOException {
        Subject subject = Recorded.failed("deploy never-healthy v1", Recorded.NEVER_HEALTHY, Stage.LAUNCH);

        assertThat(Recorded.text(new TextWaterfall(Recorded.neverHealthy(), subject, PLAIN, 60, false)))
                .isEqualTo(Recorded.resource("never-healthy.txt"));
    }

    @Test
    void print_all_showsCallsToAws() throws IOException {
        assertThat(hello(100, true))
                .contains("│  ├─ S3.GetObject", "│  │  └─ Lambda.Invoke")
                .doesNotContain("--all");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 30, 40, 50, 60, 72, 80, 100, 137, 200, 400})
    void print_anyWidth_keepsToIt(int columns) throws IOException {
        assertThat(hello(columns, true).lines().filter(line -> line.contains("─ ")))
                .isNotEmpty()
                .allMatch(line -> TextWidth.of(line) < Math.max(21, columns));
    }

    @Test
    void print_colours_areTheOnlyDifference() throws IOException {
        String painted = Recorded.text(new TextWaterfall(
                Recorded.hello(), Recorded.live("deploy hello v2", Recorded.HELLO), new Style(true), 100, false));

        assertThat(painted).contains("\u001B[2m├─ \u001B[0m", "\u001B[1m██");
        assertThat(painted.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(hello(100, false));
    }

    @Test
    void print_traceUnderWay_saysThatMoreIsToCome() throws IOException {
        Waterfall waterfall =
                new SpanJson().span("b", "x", "build.setup", 100, 200).waterfall();
        Subject subject = Recorded.subject("deploy hello", Recorded.HELLO, DeploymentStatus.BUILDING, null);

        assertThat(Recorded.text(new TextWaterfall(waterfall, subject, PLAIN, 80, false)))
                .contains("deploy hello · 100ms · building", "build.setup", "have not come yet")
                .doesNotContain("critical path");
    }

    @Test
    void print_spanWithoutItsParent_isShownAndCounted() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "deploy", 0, 100)
                .span("b", "x", "lost", 10, 20)
                .waterfall();

        assertThat(text(waterfall)).contains("\nlost ", "1 span without its parent");
    }

    @Test
    void print_shortRowThatFailed_isShownWithThoseThatLeadToIt() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "deploy", 0, 100)
                .span("b", "a", "quick", 10, 10)
                .span("c", "b", "quicker", 10, 10)
                .failed("too quick")
                .span("d", "a", "hidden", 10, 10)
                .waterfall();

        assertThat(text(waterfall))
                .contains("└─ quick ", "   └─ quicker", "✗ quicker: too quick", "--all shows 1 row under 1ms more");
    }

    @Test
    void print_hostileNames_obeyNobody() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "deploy\u001B[2J\u001B]0;owned\u0007", 0, 100)
                .with("slipway.build.stack", "\u001B[31mred\u0000\u202E")
                .failed("no\u001B[2J\n\rcause\u009B31m")
                .span("b", "a", "", 0, 50)
                .waterfall();

        assertThat(text(waterfall))
                .contains("deploy ", "red", "(no name)", "✗ deploy: ")
                .doesNotContain("\u001B", "owned", "\u0000", "\u202E", "\u009B", "\r");
    }

    @Test
    void print_deepNesting_sharesTheLastLine() throws IOException {
        SpanJson json = new SpanJson().span("s0", "", "deploy", 0, 5000);
        for (int i = 1; i < 3000; i++) {
            json.span("s" + i, "s" + (i - 1), "level" + i, i, 5000);
        }

        String text = text(json.waterfall());

        assertThat(text.lines().filter(line -> line.contains("⋯  level"))).hasSizeGreaterThan(2900);
        assertThat(text.lines()).allMatch(line -> TextWidth.of(line) < 100);
    }

    @Test
    void print_manyCauses_areNotAllWords() throws IOException {
        SpanJson json = new SpanJson().span("a", "", "deploy", 0, 100).failed("all of it");
        for (int i = 0; i < 9; i++) {
            json.span("s" + i, "a", "part" + i, 0, 50).failed("cause " + i);
        }

        assertThat(text(json.waterfall()))
                .contains("✗ part0: cause 0", "✗ part4: cause 4", "  and 4 more")
                .doesNotContain("cause 5", "all of it");
    }

    @Test
    void print_noSpans_isNoError() throws IOException {
        assertThat(text(new SpanJson().waterfall())).contains("the spans above these have not come");
    }

    private static String hello(int columns, boolean all) throws IOException {
        Subject subject = Recorded.live("deploy hello v2", Recorded.HELLO);
        return Recorded.text(new TextWaterfall(Recorded.hello(), subject, PLAIN, columns, all));
    }

    private static String text(Waterfall waterfall) {
        return Recorded.text(new TextWaterfall(waterfall, Recorded.live("deploy", Recorded.HELLO), PLAIN, 100, false));
    }
}
