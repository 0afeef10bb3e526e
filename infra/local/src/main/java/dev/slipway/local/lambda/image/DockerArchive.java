package dev.slipway.local.lambda.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes images as the archives that {@code docker load} reads. */
public final class DockerArchive {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlobSource source;

    public DockerArchive(BlobSource source) {
        this.source = source;
    }

    /** Writes an image under a name of its own; layers go through as they are, and the engine checks their digests. */
    public void write(Image image, String name, OutputStream output) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(output, "UTF-8")) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            ArrayNode manifest = JSON.createArrayNode();
            ObjectNode entry = manifest.addObject().put("Config", file(image.configDigest()) + ".json");
            entry.putArray("RepoTags").add(name);
            ArrayNode layers = entry.putArray("Layers");
            int position = 0;
            for (Image.Layer layer : image.layers()) {
                // Two layers may be the same blob, but not the same file of the archive.
                String path = position++ + "-" + file(layer.digest()) + ".tar";
                layers.add(path);
                try (InputStream blob = source.blob(image.repository(), layer.digest())) {
                    put(tar, path, layer.size(), blob);
                }
            }
            try (InputStream blob = source.blob(image.repository(), image.configDigest())) {
                byte[] config = blob.readAllBytes();
                put(tar, file(image.configDigest()) + ".json", config);
            }
            put(tar, "manifest.json", manifest.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        put(tar, name, content.length, new ByteArrayInputStream(content));
    }

    private static void put(TarArchiveOutputStream tar, String name, long size, InputStream content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        content.transferTo(tar);
        tar.closeArchiveEntry();
    }

    private static String file(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }
}
