package dev.slipway.local.builder;

import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.Blobs;
import dev.slipway.local.registry.Digest;
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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes the files of one layer as a tar that depends on them alone: sorted, with one time for all. */
final class LayerTar {
    private final SortedMap<String, Node> nodes;
    private final Date time;

    LayerTar(SortedMap<String, Node> nodes, Date time) {
        this.nodes = nodes;
        this.time = time;
    }

    /** Digest and size of a tar. */
    record Summary(Digest digest, long size) {}

    /** Computes digest and size without writing the tar anywhere. */
    Summary summary() throws IOException {
        MessageDigest running = Digest.start();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), running)) {
            long size = write(out);
            return new Summary(Digest.finish(running), size);
        }
    }

    /** Returns the tar as what a registry client sends; it is written as it goes, and again when the client retries. */
    Blob blob() {
        return Blobs.from(this::write, true);
    }

    private long write(OutputStream out) throws IOException {
        // Not closed: the stream is its owner's.
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            write(tar, entry.getKey(), entry.getValue());
        }
        tar.finish();
        return tar.getBytesWritten();
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
}
