package dev.slipway.steps.buildkit;

import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.steps.source.ArchiveReader;
import dev.slipway.steps.source.Limits;
import dev.slipway.steps.source.Unpacker;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Fetches the layers of a source and unpacks them while they come; what was pinned is what is taken. */
final class SourceFetch {
    private final S3Client s3;
    private final String bucket;
    private final Limits limits;

    SourceFetch(S3Client s3, String bucket, Limits limits) {
        this.s3 = s3;
        this.bucket = bucket;
        this.limits = limits;
    }

    void fetch(Source source, Path folder) throws IOException {
        ArchiveReader reader = new ArchiveReader(limits);
        Unpacker unpacker = new Unpacker(folder);
        for (SourceLayer layer : source.layers()) {
            MessageDigest digest = sha256();
            try (InputStream object = s3.getObject(request(layer));
                    DigestInputStream in = new DigestInputStream(object, digest)) {
                reader.read(new Unclosed(in), unpacker);
                in.transferTo(OutputStream.nullOutputStream());
            }
            verify(layer, "sha256:" + HexFormat.of().formatHex(digest.digest()));
        }
        unpacker.finish();
    }

    private GetObjectRequest request(SourceLayer layer) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(layer.key());
        if (layer.versionId() != null) {
            request.versionId(layer.versionId());
        } else if (layer.etag() != null) {
            request.ifMatch(layer.etag());
        }
        return request.build();
    }

    private static void verify(SourceLayer layer, String digest) {
        if (layer.digest() != null && !layer.digest().equals(digest)) {
            throw new SourceRejectedException(
                    layer.key() + " is not what was uploaded: its digest is " + digest, "deploy again");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Stays open when the archive is closed: what follows the archive counts for the digest too. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The one who opened it closes it.
        }
    }
}
