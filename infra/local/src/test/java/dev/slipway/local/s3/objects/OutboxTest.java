package dev.slipway.local.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxTest {
    private static final ObjectMetadata PLAIN =
            new ObjectMetadata("text/plain", null, null, null, null, null, Map.of());

    @TempDir
    private Path folder;

    private final List<String> raised = new ArrayList<>();
    /** The bus of a process that is killed before it can tell the bus. */
    private boolean dying;

    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        bucket = open(folder, event -> {
            if (dying) {
                throw new IllegalStateException("killed");
            }
            raised.add(event.path("detail-type").asText() + " "
                    + event.at("/detail/object/key").asText());
        });
    }

    private static Bucket open(Path folder, EventSink bus) throws IOException {
        ObjectStore store = new ObjectStore(folder, Clock.systemUTC(), bus);
        store.create("bucket");
        return store.bucket("bucket");
    }

    @Test
    void change_isRaisedAndNothingIsKept() throws IOException {
        put("k", "x");
        delete("k");
        assertThat(raised).containsExactly("Object Created k", "Object Deleted k");
        assertThat(outbox()).isEmpty();
    }

    @Test
    void reopened_killedBeforeTheEvent_raisesItOnce() throws IOException {
        dying = true;
        put("k", "x");
        reopen();
        assertThat(raised).containsExactly("Object Created k");
        reopen();
        assertThat(raised).hasSize(1);
        assertThat(outbox()).isEmpty();
    }

    @Test
    void reopened_killedBeforeTheObject_raisesNothing() throws IOException {
        put("k", "old");
        dying = true;
        byte[] old = Files.readAllBytes(file());
        put("k", "new");
        Files.write(file(), old);
        raised.clear();
        reopen();
        assertThat(raised).isEmpty();
        assertThat(outbox()).isEmpty();
    }

    @Test
    void reopened_replacedOrDeletedBeforeTheEvent_raisesAllThatHappened() throws IOException {
        dying = true;
        put("replaced", "1");
        put("replaced", "2");
        put("deleted", "1");
        delete("deleted");
        reopen();
        assertThat(raised)
                .containsExactly(
                        "Object Created replaced",
                        "Object Created replaced",
                        "Object Created deleted",
                        "Object Deleted deleted");
    }

    @Test
    void reopened_killedWithinTheDeletion_raisesItOnlyWhenTheObjectIsGone() throws IOException {
        put("k", "x");
        byte[] object = Files.readAllBytes(file());
        Path place = file();
        dying = true;
        delete("k");
        Path event = outbox().get(0);
        byte[] left = Files.readAllBytes(event);
        raised.clear();
        reopen();
        assertThat(raised).containsExactly("Object Deleted k");

        Files.write(place, object);
        Files.write(event, left);
        raised.clear();
        reopen();
        assertThat(raised).isEmpty();
    }

    @Test
    void reopened_killedWithinWritingTheEvent_raisesNothing() throws IOException {
        dying = true;
        put("k", "x");
        Path event = outbox().get(0);
        byte[] whole = Files.readAllBytes(event);
        for (int length : new int[] {0, 1, whole.length - 1}) {
            Files.write(event, Arrays.copyOf(whole, length));
            reopen();
            assertThat(raised).isEmpty();
            assertThat(outbox()).isEmpty();
        }
    }

    @Test
    void bus_thatFailsForATime_isToldWithTheNextChange() throws IOException {
        dying = true;
        put("a", "x");
        dying = false;
        put("b", "x");
        assertThat(raised).containsExactly("Object Created a", "Object Created b");
    }

    @Test
    void kill_amongManyChanges_losesNoEventOfAnObjectThatIsThere() throws Exception {
        Path events = folder.resolve("events.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Putting.class.getName(),
                        folder.resolve("killed").toString(),
                        events.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 300; i++) {
                assertThat(lines.readLine()).isNotNull();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<String> told = new ArrayList<>(Files.readAllLines(events));
        Bucket reopened = open(
                folder.resolve("killed"),
                event -> told.add(event.at("/detail/object/key").asText()));
        reopened.raiseLeftEvents();
        List<String> there = reopened.list(new Listing.Request("", "", "", 100_000)).objects().stream()
                .map(StoredObject::key)
                .toList();
        assertThat(there).hasSizeGreaterThanOrEqualTo(300);
        assertThat(told).containsAll(there);
        assertThat(there).containsAll(told);
    }

    private void reopen() throws IOException {
        dying = false;
        open();
        bucket.raiseLeftEvents();
    }

    private void put(String key, String text) throws IOException {
        put(bucket, key, text);
    }

    private static void put(Bucket bucket, String key, String text) throws IOException {
        try (Staged staged = bucket.stage(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            bucket.publish(
                    key,
                    staged,
                    staged.md5Hex(),
                    PLAIN,
                    Condition.NONE,
                    object -> event("Object Created", key, object.sequencer()));
        }
    }

    private void delete(String key) throws IOException {
        bucket.delete(key, Condition.NONE, (gone, sequencer) -> event("Object Deleted", gone, sequencer));
    }

    private static ObjectNode event(String type, String key, String sequencer) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("detail-type", type);
        event.putObject("detail").putObject("object").put("key", key).put("sequencer", sequencer);
        return event;
    }

    private List<Path> outbox() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("bucket/events"))) {
            return files.toList();
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("bucket/objects"))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    /** Puts objects until it is killed; its bus is a file. */
    static final class Putting {
        private Putting() {}

        public static void main(String[] arguments) throws IOException {
            Path log = Files.createFile(Path.of(arguments[1]));
            Bucket bucket = open(Path.of(arguments[0]), event -> {
                try {
                    String line = Objects.requireNonNull(
                                    event.at("/detail/object/key").asText()) + "\n";
                    Files.writeString(log, line, StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 0; ; i++) {
                put(bucket, "k" + i, "x");
                System.out.println(i);
            }
        }
    }
}
