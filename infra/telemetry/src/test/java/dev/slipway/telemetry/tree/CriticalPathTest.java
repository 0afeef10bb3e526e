package dev.slipway.telemetry.tree;

import static dev.slipway.telemetry.tree.SpanText.span;
import static dev.slipway.telemetry.tree.SpanText.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CriticalPathTest {
    @Test
    void of_oneAfterTheOther_isAllOfThemAndTheGaps() throws IOException {
        assertThat(path(
                        span("a", "", "deploy", 0, 100),
                        span("b", "a", "upload", 10, 30),
                        span("c", "a", "build", 30, 90)))
                .containsExactly("deploy 10", "upload 20", "build 60", "deploy 10");
    }

    @Test
    void of_sideBySide_isTheOneThatEndsLast() throws IOException {
        assertThat(path(
                        span("a", "", "deploy", 0, 100),
                        span("b", "a", "short", 0, 40),
                        span("c", "a", "long", 20, 100)))
                .containsExactly("short 20", "long 80");
    }

    @Test
    void of_childOutlivesItsParent_isCutAtIt() throws IOException {
        assertThat(path(
                        span("a", "", "deploy", 50, 100),
                        span("b", "a", "early", 0, 60),
                        span("c", "a", "late", 90, 200)))
                .containsExactly("early 10", "deploy 30", "late 10");
    }

    @Test
    void of_nested_goesDownToTheLeaves() throws IOException {
        assertThat(path(
                        span("a", "", "deploy", 0, 100),
                        span("b", "a", "build", 0, 100),
                        span("c", "b", "setup", 0, 30),
                        span("d", "b", "buildkit", 30, 100)))
                .containsExactly("setup 30", "buildkit 70");
    }

    @Test
    void of_spanThatWaits_isWhatItWaitsForAndElseItself() throws IOException {
        assertThat(path(
                        span("a", "", "deploy", 0, 100),
                        span("b", "a", "finalize", 3, 98),
                        span("c", "b", "start", 5, 10),
                        span("d", "a", "build", 10, 95)))
                .containsExactly("deploy 3", "finalize 2", "start 5", "build 85", "finalize 3", "deploy 2");
    }

    @Test
    void of_callsToAws_arePartOfTheSpanThatMakesThem() throws IOException {
        String call = span("c", "b", "Lambda.Invoke", 10, 80)
                .replace(
                        "\"kind\":1",
                        "\"attributes\":[{\"key\":\"rpc.system\",\"value\":{\"stringValue\":\"aws-api\"}}]");

        assertThat(path(span("a", "", "deploy", 0, 100), span("b", "a", "check_health", 0, 100), call))
                .containsExactly("check_health 100");
    }

    @Test
    void longest_spanWaitedForTwice_countsBoth() throws IOException {
        TracedSpan root = tree(span("a", "", "deploy", 0, 100), span("b", "a", "build", 35, 70))
                .roots()
                .get(0);

        assertThat(CriticalPath.longest(root, Set.of()).entrySet())
                .extracting(entry -> entry.getKey().name(), entry -> entry.getValue())
                .containsExactly(tuple("deploy", Duration.ofNanos(65)), tuple("build", Duration.ofNanos(35)));
    }

    private static List<String> path(String... spans) throws IOException {
        TracedSpan root = tree(spans).roots().get(0);
        return CriticalPath.of(root, Set.of("finalize")).stream()
                .map(step -> step.span().name() + " " + step.duration().toNanos())
                .toList();
    }
}
