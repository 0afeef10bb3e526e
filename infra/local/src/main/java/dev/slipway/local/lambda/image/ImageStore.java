package dev.slipway.local.lambda.image;

import com.github.luben.zstd.ZstdInputStream;
import dev.slipway.local.disk.WholeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Unpacked images, one folder per digest, each unpacked once and moved into place whole. */
public final class ImageStore {
    private final Path folder;
    private final BlobSource source;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    public ImageStore(Path folder, BlobSource source) {
        this.folder = folder;
        this.source = source;
    }

    /**
     * Returns the root of an image, unpacking it at first.
     *
     * @throws IOException when a layer cannot be read, does not have its digest, or would write outside of the root
     */
    public Path unpack(Image image) throws IOException {
        Path target = folder(image.digest());
        synchronized (locks.computeIfAbsent(image.digest(), key -> new Object())) {
            if (!Files.isDirectory(target)) {
                Path partial = Files.createDirectories(folder.resolve("partial-" + UUID.randomUUID()));
                try {
                    unpackInto(image, Files.createDirectory(partial.resolve("rootfs")));
                    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    WholeFile.removeTree(partial);
                }
            }
        }
        return target.resolve("rootfs");
    }

    /** Deletes what an interrupted unpacking left, and every image but the given ones. */
    public void retain(Set<String> digests) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Set<Path> kept = Set.copyOf(digests.stream().map(this::folder).toList());
        List<Path> present;
        try (Stream<Path> entries = Files.list(folder)) {
            present = entries.toList();
        }
        for (Path entry : present) {
            if (!kept.contains(entry)) {
                WholeFile.removeTree(entry);
            }
        }
    }

    private void unpackInto(Image image, Path root) throws IOException {
        ImageRoot unpacked = new ImageRoot(root);
        for (Image.Layer layer : image.layers()) {
            try (DigestInputStream blob = Digests.reading(source.blob(image.repository(), layer.digest()))) {
                unpacked.apply(decompressed(blob));
                Digests.verify(blob, layer.digest());
            }
        }
        unpacked.finish();
    }

    private static InputStream decompressed(InputStream blob) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(blob, 1 << 16);
        buffered.mark(4);
        byte[] magic = buffered.readNBytes(4);
        buffered.reset();
        if (magic.length == 4 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(buffered, 1 << 16);
        }
        if (magic.length == 4 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5) {
            return new ZstdInputStream(buffered);
        }
        return buffered;
    }

    private Path folder(String digest) {
        return folder.resolve(digest.replace(':', '-'));
    }
}
