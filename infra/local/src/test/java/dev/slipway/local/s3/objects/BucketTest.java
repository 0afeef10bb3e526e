package dev.slipway.local.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BucketTest {
    private static final ObjectMetadata PLAIN =
            new ObjectMetadata("text/plain", null, null, null, null, Instant.EPOCH, Map.of("a", "1"));

    @TempDir
    private Path folder;

    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        ObjectStore store = new ObjectStore(folder, Clock.systemUTC(), event -> {});
        store.create("bucket");
        bucket = store.bucket("bucket");
    }

    @Test
    void reopened_afterAKillInTheMiddleOfAPut_hasTheOldObjectOnly() throws IOException {
        put("k", "old");
        bucket.stage(bytes("half of the new"));

        open();

        assertThat(read("k")).isEqualTo("old");
        assertThat(folder.resolve("bucket/incoming")).isEmptyDirectory();
    }

    @Test
    void reopened_withABrokenFile_hasTheOthers() throws IOException {
        put("broken", "x");
        put("whole", "y");
        Files.writeString(file("broken"), "torn");

        open();

        assertThat(bucket.head("broken")).isEmpty();
        assertThat(read("whole")).isEqualTo("y");
    }

    @Test
    void reopened_knowsWhatItKnewOfAnObject() throws IOException {
        StoredObject before = put("k", "text");

        open();

        assertThat(bucket.head("k")).hasValue(before);
    }

    @Test
    void openObject_replacedAndDeletedMeanwhile_staysWhatItWas() throws IOException {
        put("k", "old");
        try (OpenObject open = bucket.open("k")) {
            put("k", "new and longer");
            bucket.delete("k", Condition.NONE, (key, sequencer) -> deletion(sequencer));

            assertThat(open.bytes(0, open.object().size())).hasContent("old");
        }
    }

    @Test
    void sequencer_clockGoesBackOverARestart_stillGrows() throws IOException {
        String before = put("k", "x").sequencer();

        ObjectStore back = new ObjectStore(folder, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), event -> {});
        bucket = back.bucket("bucket");

        assertThat(put("l", "x").sequencer()).isGreaterThan(before);
    }

    @Test
    void publish_refused_keepsNothingStaged() throws IOException {
        put("k", "x");

        assertThatThrownBy(() -> put("k", "y", new Condition(null, "*"))).isInstanceOf(AwsException.class);

        assertThat(folder.resolve("bucket/incoming")).isEmptyDirectory();
    }

    @Test
    void list_keysOfAllPlanes_comesInTheOrderOfTheirBytes() throws IOException {
        List<String> keys = List.of("a", "a/", "a/b", "a0", "z", "é", "\uFFFD", "😀");
        for (String key : keys) {
            put(key, "x");
        }

        Listing all = bucket.list(new Listing.Request("", "", "", 100));

        assertThat(all.objects()).extracting(StoredObject::key).containsExactlyElementsOf(keys);
    }

    @Test
    void list_pageEndsWithAPrefix_nextPageDoesNotRepeatIt() throws IOException {
        for (String key : List.of("a/1", "a/2", "b", "c/1")) {
            put(key, "x");
        }

        Listing first = bucket.list(new Listing.Request("", "/", "", 1));
        Listing rest = bucket.list(new Listing.Request("", "/", String.valueOf(first.next()), 10));

        assertThat(first.prefixes()).containsExactly("a/");
        assertThat(rest.objects()).extracting(StoredObject::key).containsExactly("b");
        assertThat(rest.prefixes()).containsExactly("c/");
        assertThat(rest.next()).isNull();
    }

    private static ObjectNode deletion(String sequencer) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("detail").putObject("object").put("key", "k").put("sequencer", sequencer);
        return event;
    }

    private StoredObject put(String key, String text) throws IOException {
        return put(key, text, Condition.NONE);
    }

    private StoredObject put(String key, String text, Condition condition) throws IOException {
        try (Staged staged = bucket.stage(bytes(text))) {
            return bucket.publish(key, staged, staged.md5Hex(), PLAIN, condition, null);
        }
    }

    private String read(String key) throws IOException {
        try (OpenObject open = bucket.open(key)) {
            return new String(open.bytes(0, open.object().size()).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path file(String key) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("bucket/objects"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, "\"key\":\"" + key + "\""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
