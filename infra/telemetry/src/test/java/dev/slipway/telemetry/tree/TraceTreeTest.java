package dev.slipway.telemetry.tree;

import static dev.slipway.telemetry.tree.SpanText.span;
import static dev.slipway.telemetry.tree.SpanText.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTreeTest {
    @Test
    void parse_wholeSpan_keepsAllOfIt() throws IOException {
        TracedSpan span = tree("""
                {"traceId":"6921c5d000112233445566778899a41e","spanId":"00000000000000aa","name":"build","kind":2,
                 "startTimeUnixNano":"1800000000000000001","endTimeUnixNano":"1800000002000000001",
                 "attributes":[{"key":"bytes","value":{"intValue":"42"}},{"key":"ok","value":{"boolValue":true}},
                   {"key":"tags","value":{"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}}}],
                 "events":[{"timeUnixNano":"1800000001000000000","name":"exception",
                   "attributes":[{"key":"exception.type","value":{"stringValue":"E"}}]}],
                 "links":[{"traceId":"00000000000000000000000000000001","spanId":"00000000000000ff"}],
                 "status":{"code":2,"message":"no"}}
                """).only("build");

        assertThat(span.service()).isEqualTo("slipway");
        assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.start()).isEqualTo(Instant.ofEpochSecond(1_800_000_000, 1));
        assertThat(span.duration()).hasSeconds(2);
        assertThat(span.attributes()).hasToString("{bytes=42, ok=true, tags=[a, b]}");
        assertThat(span.status()).isEqualTo(StatusCode.ERROR);
        assertThat(span.statusMessage()).isEqualTo("no");
        assertThat(span.events())
                .containsExactly(new TracedSpan.Event(
                        Instant.ofEpochSecond(1_800_000_001), "exception", Map.of("exception.type", "E")));
        assertThat(span.links())
                .containsExactly(new TracedSpan.Link("00000000000000000000000000000001", "00000000000000ff"));
    }

    @Test
    void outline_childrenInAnyOrder_isTheTreeByStart() throws IOException {
        TraceTree trace = tree(
                span("a", "", "deploy", 0, 100),
                span("c", "a", "build", 20, 90),
                span("d", "c", "build.setup", 30, 40),
                span("b", "a", "deploy.upload", 10, 20));

        assertThat(trace.outline()).isEqualTo("""
                deploy INTERNAL
                  deploy.upload INTERNAL
                  build INTERNAL
                    build.setup INTERNAL
                """);
        assertThat(trace.orphans()).isEmpty();
    }

    @Test
    void parse_parentMissingOrIdTwice_isReported() throws IOException {
        TraceTree trace = tree(
                span("a", "", "deploy", 0, 100), span("b", "e", "lost", 10, 20), span("a", "", "deploy again", 0, 50));

        assertThat(trace.orphans()).extracting(TracedSpan::name).containsExactly("lost");
        assertThat(trace.duplicates()).extracting(TracedSpan::name).containsExactly("deploy again");
        assertThat(trace.spans()).hasSize(2);
    }

    @Test
    void parse_resourceAfterItsSpans_isTheirsAllTheSame() throws IOException {
        TraceTree trace = TraceTree.parse("""
                {"unknown":[{"spans":[{"spanId":"x"}]}],"resourceSpans":[{"scopeSpans":[{"scope":{"name":"s"},"spans":[%s]}],
                 "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"late"}}]}}]}
                """.formatted(span("a", "", "deploy", 0, 100)));

        assertThat(trace.only("deploy").service()).isEqualTo("late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{\"resourceSpans\":7}", "{\"resourceSpans\":[{\"scopeSpans\":{}}]}", ""})
    void parse_noSpans_isAnEmptyTrace(String json) throws IOException {
        assertThat(TraceTree.parse(json).spans()).isEmpty();
    }

    @Test
    void parse_spansThatAreTheirOwnAncestors_areAllThere() throws IOException {
        TraceTree trace = tree(
                span("a", "c", "one", 0, 10),
                span("b", "a", "two", 0, 10),
                span("c", "b", "three", 0, 10),
                span("d", "d", "alone", 0, 10),
                span("e", "d", "below", 0, 10));

        assertThat(trace.outline()).isEqualTo("""
                alone INTERNAL
                  below INTERNAL
                one INTERNAL
                  two INTERNAL
                    three INTERNAL
                """);
    }

    @Test
    void parse_nestedDeeperThanAnyStack_isReadAndMeasured() throws IOException {
        int depth = 20_000;
        String[] spans = IntStream.range(0, depth)
                .mapToObj(i -> span("s" + i, i == 0 ? "" : "s" + (i - 1), "x", i, depth))
                .toArray(String[]::new);

        TracedSpan root = tree(spans).roots().get(0);

        assertThat(root.all()).hasSize(depth);
        assertThat(Coverage.of(root, Set.of())).isLessThan(0.001);
        assertThat(CriticalPath.of(root, Set.of())).hasSize(depth);
    }

    @Test
    void only_noneOrSeveral_showsTheTrace() throws IOException {
        TraceTree trace = tree(span("a", "", "deploy", 0, 1), span("b", "a", "x", 0, 1), span("c", "a", "x", 0, 1));

        assertThatThrownBy(() -> trace.only("x"))
                .hasMessageContaining("2 spans named x")
                .hasMessageContaining("deploy");
        assertThatThrownBy(() -> trace.only("y")).hasMessageContaining("0 spans named y");
    }

    @Test
    void coverage_leaves_countOnceAndWithinTheRoot() throws IOException {
        TraceTree trace = tree(
                span("a", "", "deploy", 0, 100),
                span("b", "a", "build", 0, 100),
                span("c", "b", "build.setup", 10, 40),
                span("d", "b", "build.setup.too", 30, 60),
                span("e", "b", "late", 90, 500),
                span("f", "a", "deploy.finalize", 0, 100));

        assertThat(Coverage.of(trace.roots().get(0), Set.of("deploy.finalize"))).isEqualTo(0.6);
        assertThat(Coverage.of(trace.roots().get(0), Set.of())).isEqualTo(1.0);
    }

    @Test
    void coverage_callsToAws_doNotDivideTheSpanThatMakesThem() throws IOException {
        String call = span("c", "b", "S3.GetObject", 10, 20)
                .replace(
                        "\"kind\":1",
                        "\"attributes\":[{\"key\":\"rpc.system\",\"value\":{\"stringValue\":\"aws-api\"}}]");
        TraceTree trace = tree(span("a", "", "deploy", 0, 100), span("b", "a", "deploy.upload", 10, 90), call);

        assertThat(Coverage.of(trace.roots().get(0), Set.of())).isEqualTo(0.8);
    }
}
