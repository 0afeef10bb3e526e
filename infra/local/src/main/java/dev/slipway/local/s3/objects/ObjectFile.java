package dev.slipway.local.s3.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format of an object's file: its bytes, a JSON object, the length of that JSON and a magic number. Nothing before
 * the footer needs to be known when the first byte arrives, and a range of the object is a range of the file.
 */
final class ObjectFile {
    private static final int MAGIC = 0x534C4F31; // SLO1
    private static final int FOOTER = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectFile() {}

    /** Appends what is known of an object to the bytes that are already in the channel, and forces both to disk. */
    static void seal(FileChannel channel, StoredObject object) throws IOException {
        byte[] json = toJson(object).toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer tail = ByteBuffer.allocate(json.length + FOOTER);
        tail.put(json).putInt(json.length).putInt(MAGIC).flip();
        channel.position(object.size());
        while (tail.hasRemaining()) {
            channel.write(tail);
        }
        channel.force(false);
    }

    static StoredObject read(FileChannel channel) throws IOException {
        long end = channel.size() - FOOTER;
        ByteBuffer footer = readFully(channel, end, FOOTER);
        int length = footer.getInt();
        if (footer.getInt() != MAGIC || length < 0 || length > end) {
            throw new IOException("not an object of this store");
        }
        ByteBuffer json = readFully(channel, end - length, length);
        return fromJson(JSON.readTree(StandardCharsets.UTF_8.decode(json).toString()), end - length);
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (position < 0 || channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("not an object of this store");
            }
        }
        return buffer.flip();
    }

    private static ObjectNode toJson(StoredObject object) {
        ObjectNode node = JSON.createObjectNode()
                .put("key", object.key())
                .put("etag", object.etag())
                .put("lastModified", object.lastModified().toString())
                .put("sequencer", object.sequencer());
        return node.setAll(toJson(object.metadata()));
    }

    static ObjectNode toJson(ObjectMetadata metadata) {
        ObjectNode node = JSON.createObjectNode();
        putIfPresent(node, "contentType", metadata.contentType());
        putIfPresent(node, "cacheControl", metadata.cacheControl());
        putIfPresent(node, "contentDisposition", metadata.contentDisposition());
        putIfPresent(node, "contentEncoding", metadata.contentEncoding());
        putIfPresent(node, "contentLanguage", metadata.contentLanguage());
        Instant expires = metadata.expires();
        putIfPresent(node, "expires", expires == null ? null : expires.toString());
        ObjectNode user = node.putObject("user");
        metadata.user().forEach(user::put);
        return node;
    }

    private static StoredObject fromJson(JsonNode node, long size) {
        return new StoredObject(
                node.required("key").asText(),
                size,
                node.required("etag").asText(),
                Instant.parse(node.required("lastModified").asText()),
                node.required("sequencer").asText(),
                metadata(node));
    }

    static ObjectMetadata metadata(JsonNode node) {
        Map<String, String> user = new HashMap<>();
        node.path("user").forEachEntry((name, value) -> user.put(name, value.asText()));
        String expires = text(node, "expires");
        return new ObjectMetadata(
                text(node, "contentType"),
                text(node, "cacheControl"),
                text(node, "contentDisposition"),
                text(node, "contentEncoding"),
                text(node, "contentLanguage"),
                expires == null ? null : Instant.parse(expires),
                user);
    }

    private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).textValue();
    }
}
