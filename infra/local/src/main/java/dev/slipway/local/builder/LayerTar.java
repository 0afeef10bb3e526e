package dev.slipway.local.builder;

import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.hash.CountingDigestOutputStream;
import dev.slipway.local.registry.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Date;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes the files of one layer as a tar that depends on them alone: sorted, with one time for all. */
final class LayerTar {
    private static final int BUFFER = 1 << 16;

    private final SortedMap<String, Node> nodes;
    private final Date time;

    LayerTar(SortedMap<String, Node> nodes, Date time) {
        this.nodes = nodes;
        this.time = time;
    }

    /**
     * What names a layer.
     *
     * @param diffId of the plain tar
     * @param digest of the gzip that the registry keeps
     * @param size of that, in bytes
     */
    record Summary(Digest diffId, Digest digest, long size) {}

    /** Computes the names of the layer without writing it anywhere. */
    Summary summary() throws IOException {
        MessageDigest diffId = Digest.start();
        CountingDigestOutputStream counted = new CountingDigestOutputStream(OutputStream.nullOutputStream());
        write(counted, diffId);
        BlobDescriptor blob = counted.computeDigest();
        return new Summary(Digest.finish(diffId), new Digest(blob.getDigest().getHash()), blob.getSize());
    }

    /** Returns the layer as a registry client sends it; it is written as it goes, and again when the client retries. */
    Blob blob() {
        return Blobs.from(out -> write(out, Digest.start()), true);
    }

    /** Writes the gzip, and leaves the stream open to its owner. */
    private void write(OutputStream out, MessageDigest diffId) throws IOException {
        GZIPOutputStream gzip = new StoredGzip(out);
        OutputStream buffered = new BufferedOutputStream(new DigestOutputStream(gzip, diffId), BUFFER);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(buffered, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            write(tar, entry.getKey(), entry.getValue());
        }
        tar.finish();
        buffered.flush();
        gzip.finish();
    }

    private void write(TarArchiveOutputStream tar, String path, Node node) throws IOException {
        TarArchiveEntry entry = entry(path, node);
        entry.setModTime(time);
        entry.setMode(node.mode());
        entry.setIds(node.owner().user(), node.owner().group());
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
        if (node instanceof Node.File file) {
            // The context was read without following links; a file swapped for one since is not followed either.
            try (InputStream in = Files.newInputStream(file.content(), LinkOption.NOFOLLOW_LINKS)) {
                in.transferTo(tar);
            }
        }
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String path, Node node) {
        if (node instanceof Node.Folder) {
            return new TarArchiveEntry(path + "/");
        }
        if (node instanceof Node.Link link) {
            TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
            entry.setLinkName(link.target());
            return entry;
        }
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(((Node.File) node).size());
        return entry;
    }

    /**
     * A gzip that does not compress: the layer goes no further than this machine, where time matters and size does not,
     * but there are clients that take no plain tar.
     */
    private static final class StoredGzip extends GZIPOutputStream {
        StoredGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
