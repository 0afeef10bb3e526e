package dev.slipway.steps.setup;

import dev.slipway.events.Stage;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.plan.source.MemoryTree;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.source.SourceTree;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.source.ArchiveReader;
import dev.slipway.steps.source.Limits;
import dev.slipway.steps.source.entry.SourceEntry;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Looks into a source without unpacking it: the names of its files, and the text of those that a plan is made from.
 *
 * <p>An archive is read until enough of it is known. The CLI packs the files that matter first and the shallow ones before
 * the deep ones, so of a large source only the beginning is fetched; the build checks all of it later.
 */
final class Receive {
    private static final long ENOUGH_BYTES = 64L << 20;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String bucket;
    private final Limits limits;

    Receive(S3Client s3, String bucket, Limits limits) {
        this.s3 = s3;
        this.bucket = bucket;
        this.limits = limits;
    }

    Received receive(ExecutionInput input) {
        Source source = Objects.requireNonNull(input.source(), "source");
        MemoryTree.Builder tree = MemoryTree.builder();
        ArchiveReader reader = new ArchiveReader(limits);
        long packed = 0;
        for (SourceLayer layer : source.layers()) {
            packed += check(layer);
            read(layer, reader, tree);
        }
        SourceTree found = tree.build();
        if (found.files().isEmpty()) {
            throw new SourceRejectedException("the source has no files", "check what is ignored, and the folder");
        }
        return new Received(found, packed, reader.files());
    }

    private long check(SourceLayer layer) {
        try {
            HeadObjectRequest.Builder request =
                    HeadObjectRequest.builder().bucket(bucket).key(layer.key());
            if (layer.versionId() != null) {
                request.versionId(layer.versionId());
            }
            HeadObjectResponse head = s3.headObject(request.build());
            if (head.contentLength() > limits.packedBytes()) {
                throw new SourceRejectedException(
                        "the source has " + (head.contentLength() >> 20) + " MiB packed, the pipeline takes "
                                + (limits.packedBytes() >> 20),
                        "leave out what the build does not need, or raise MaxSourceMiB of the pipeline");
            }
            if (layer.etag() != null
                    && layer.versionId() == null
                    && !layer.etag().equals(head.eTag())) {
                throw changed(layer);
            }
            return head.contentLength();
        } catch (NoSuchKeyException e) {
            throw new StepException(
                    Stage.SETUP, layer.key() + " is not in the bucket", "upload it again: slipway deploy");
        }
    }

    private void read(SourceLayer layer, ArchiveReader reader, MemoryTree.Builder tree) {
        ResponseInputStream<GetObjectResponse> object = open(layer);
        boolean whole = false;
        try {
            reader.read(object, (entry, content) -> take(entry, content, reader, tree));
            whole = true;
        } catch (IOException e) {
            throw new StepException(Stage.SETUP, "the source could not be read: " + e.getMessage(), "deploy again");
        } finally {
            if (!whole) {
                object.abort();
            }
        }
    }

    private static boolean take(SourceEntry entry, InputStream content, ArchiveReader reader, MemoryTree.Builder tree)
            throws IOException {
        if (entry.type() == SourceEntry.Type.FILE) {
            try {
                tree.add(entry.path(), content);
            } catch (PlanException e) {
                throw new SourceRejectedException(String.valueOf(e.getMessage()), e.hint());
            }
            content.transferTo(OutputStream.nullOutputStream());
        }
        return reader.unpackedBytes() < ENOUGH_BYTES;
    }

    private ResponseInputStream<GetObjectResponse> open(SourceLayer layer) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(layer.key());
        if (layer.versionId() != null) {
            request.versionId(layer.versionId());
        } else if (layer.etag() != null) {
            request.ifMatch(layer.etag());
        }
        try {
            return s3.getObject(request.build());
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                throw changed(layer);
            }
            throw e;
        } catch (SdkException e) {
            throw new StepException(Stage.SETUP, "the source could not be read: " + e.getMessage(), "deploy again");
        }
    }

    private static SourceRejectedException changed(SourceLayer layer) {
        return new SourceRejectedException(
                layer.key() + " was replaced after this deployment began",
                "the newer upload has a deployment of its own");
    }

    /** What is known of a source before it is built. */
    record Received(SourceTree tree, long packedBytes, long files) {}
}
