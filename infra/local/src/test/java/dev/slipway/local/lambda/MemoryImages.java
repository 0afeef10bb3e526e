package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.lambda.image.BlobSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A registry in memory, and a way to make images for it. */
public final class MemoryImages implements BlobSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();

    /** Writes entries into a tar. */
    public interface Tar {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    /** Adds an image of one gzip layer per argument, and returns its URI by tag. */
    public String add(String tag, List<String> entrypoint, Tar... layers) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2);
        ObjectNode config = JSON.createObjectNode().put("os", "linux").put("architecture", "amd64");
        ObjectNode run = config.putObject("config").put("WorkingDir", "/app");
        run.set("Entrypoint", JSON.valueToTree(entrypoint));
        run.putArray("Env").add("FROM_IMAGE=yes").add("PATH=/nowhere");
        ArrayNode diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        for (Tar layer : layers) {
            byte[] plain = bytes(layer);
            diffIds.add(digest(plain));
            byte[] bytes = gzip(plain);
            manifest.withArray("layers")
                    .addObject()
                    .put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip")
                    .put("digest", blob(bytes))
                    .put("size", bytes.length);
        }
        byte[] configBytes = config.toString().getBytes(StandardCharsets.UTF_8);
        manifest.putObject("config").put("digest", blob(configBytes)).put("size", configBytes.length);
        return manifest(tag, "application/vnd.oci.image.manifest.v1+json", manifest.toString());
    }

    /** Adds a manifest of any kind. */
    public String manifest(String tag, String mediaType, String json) {
        Manifest manifest = new Manifest(mediaType, digest(json.getBytes(StandardCharsets.UTF_8)), json);
        manifests.put(tag, manifest);
        manifests.put(manifest.digest(), manifest);
        return "127.0.0.1:5000/apps:" + tag;
    }

    /** A layer with one executable file. */
    public static Tar file(String name, String content) {
        return tar -> put(tar, name, content);
    }

    public static void put(TarArchiveOutputStream tar, String name, String content) throws IOException {
        put(tar, name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    public static void link(TarArchiveOutputStream tar, String name, String target, byte kind) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    @Override
    public Optional<Manifest> manifest(String repository, String reference) {
        return Optional.ofNullable(manifests.get(reference));
    }

    @Override
    public InputStream blob(String repository, String digest) throws IOException {
        byte[] bytes = blobs.get(digest);
        if (bytes == null) {
            throw new IOException("no blob " + digest);
        }
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] bytes(Tar layer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            layer.write(tar);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private String blob(byte[] bytes) {
        String digest = digest(bytes);
        blobs.put(digest, bytes);
        return digest;
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
