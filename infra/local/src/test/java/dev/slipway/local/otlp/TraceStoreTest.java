package dev.slipway.local.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStoreTest {
    private static final String ONE = "0000000000000000000000000000000a";
    private static final String TWO = "0000000000000000000000000000000b";
    private static final String THREE = "0000000000000000000000000000000c";

    @TempDir
    Path folder;

    @Test
    void append_moreTracesThanTheLimit_dropsTheLeastRecentlyWritten() throws IOException {
        TraceStore store = new TraceStore(folder, new TraceStore.Limits(2, 1 << 20, 1 << 20));
        store.append(ONE, spans(ONE, "01"));
        store.append(TWO, spans(TWO, "01"));
        store.append(ONE, spans(ONE, "02"));
        store.append(THREE, spans(THREE, "01"));

        assertThat(store.traceIds()).containsExactly(THREE, ONE);
        assertThat(folder.resolve(TWO + ".jsonl")).doesNotExist();
    }

    @Test
    void append_moreBytesThanTheLimit_staysWithinIt() throws IOException {
        int size = size(ONE);
        TraceStore store = new TraceStore(folder, new TraceStore.Limits(100, 2L * size, 2L * size));
        store.append(ONE, spans(ONE, "01"));
        store.append(TWO, spans(TWO, "01"));
        store.append(THREE, spans(THREE, "01"));

        assertThat(store.traceIds()).containsExactly(THREE, TWO);
    }

    @Test
    void append_traceIsFull_isRefusedAndKeepsTheRest() throws IOException {
        TraceStore store = new TraceStore(folder, new TraceStore.Limits(100, 1 << 20, size(ONE) + 10L));

        assertThat(store.append(ONE, spans(ONE, "01"))).isTrue();
        assertThat(store.append(ONE, spans(ONE, "02"))).isFalse();
        assertThat(read(store, ONE).spans()).hasSize(1);
    }

    @Test
    void open_processWasKilledWhileWriting_losesOnlyTheHalfLine() throws IOException {
        TraceStore before = new TraceStore(folder, TraceStore.Limits.standard());
        before.append(ONE, spans(ONE, "01"));
        Files.writeString(folder.resolve(ONE + ".jsonl"), "\n{\"resource\":{\"attrib", StandardOpenOption.APPEND);

        TraceStore after = new TraceStore(folder, TraceStore.Limits.standard());
        after.append(ONE, spans(ONE, "02"));

        assertThat(read(after, ONE).spans())
                .extracting(TracedSpan::spanId)
                .containsExactly("0000000000000001", "0000000000000002");
    }

    @Test
    void open_otherFilesInTheFolder_areLeftAlone() throws IOException {
        Files.writeString(folder.resolve("notes.jsonl"), "mine");

        assertThat(new TraceStore(folder, new TraceStore.Limits(0, 0, 0)).traceIds())
                .isEmpty();
        assertThat(folder.resolve("notes.jsonl")).exists();
    }

    private int size(String trace) throws IOException {
        Path scratch = Files.createTempDirectory(folder, "size");
        new TraceStore(scratch, TraceStore.Limits.standard()).append(trace, spans(trace, "01"));
        return (int) Files.size(scratch.resolve(trace + ".jsonl"));
    }

    private static ArrayNode spans(String trace, String id) {
        byte[] body = OtlpReceiverTest.json(trace, "00000000000000" + id).getBytes(UTF_8);
        return SpanBatch.decode(Encoding.JSON, body).byTrace().get(trace);
    }

    private static TraceTree read(TraceStore store, String trace) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.write(trace, out);
        return TraceTree.parse(out.toString(UTF_8));
    }
}
