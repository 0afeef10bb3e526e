package dev.slipway.local.s3.awssdk;

import dev.slipway.local.s3.objects.Bucket;
import dev.slipway.local.s3.objects.Condition;
import dev.slipway.local.s3.objects.Listing;
import dev.slipway.local.s3.objects.ObjectMetadata;
import dev.slipway.local.s3.objects.ObjectStore;
import dev.slipway.local.s3.objects.OpenObject;
import dev.slipway.local.s3.objects.Staged;
import dev.slipway.local.s3.objects.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The store as one request sees it: what it changes is raised as an event in the name of its caller. */
public final class AwsSdkBlobStore implements BlobStore {
    private static final int MAX_KEYS = 1000;
    private static final long MIN_PART = 5L * 1024 * 1024;

    private final ObjectStore store;
    private final ObjectEvents events;

    /** Serves one request of a caller. */
    public AwsSdkBlobStore(ObjectStore store, Caller caller) {
        this.store = store;
        this.events = new ObjectEvents(caller);
    }

    private <T> T translated(SdkErrors.Answer<T> answer) {
        return SdkErrors.translated(store.folder(), answer);
    }

    private Bucket bucket(String name) {
        return translated(() -> store.bucket(name));
    }

    @Override
    public ListBucketsResponse list() {
        return ListBucketsResponse.builder()
                .buckets(store.buckets().stream()
                        .map(bucket -> SdkResponses.bucket(bucket.name(), bucket.created()))
                        .toList())
                .build();
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        String after = request.continuationToken() == null ? request.startAfter() : request.continuationToken();
        int limit = request.maxKeys() == null ? MAX_KEYS : request.maxKeys();
        Listing page = bucket(request.bucket())
                .list(new Listing.Request(
                        orEmpty(request.prefix()), orEmpty(request.delimiter()), orEmpty(after), limit));
        List<S3Object> contents = page.objects().stream()
                .map(object -> SdkResponses.objectEntry(
                        object.key(), object.etag(), object.lastModified(), object.size(), StorageClass.STANDARD))
                .toList();
        List<CommonPrefix> prefixes =
                page.prefixes().stream().map(SdkResponses::commonPrefix).toList();
        return SdkResponses.objectsPage(contents, prefixes, page.next());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        bucket(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        if (!translated(() -> store.create(request.bucket()))) {
            throw SdkErrors.of(
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        return CreateBucketResponse.builder().build();
    }

    @Override
    public void deleteBucket(String bucket) {
        translated(() -> {
            store.delete(bucket);
            return bucket;
        });
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        String key = Keys.checked(request.key());
        Bucket bucket = bucket(request.bucket());
        StoredObject object = translated(() -> {
            try (Staged staged = bucket.stage(payload)) {
                Condition condition = new Condition(request.ifMatch(), request.ifNoneMatch());
                ObjectMetadata metadata = SdkObjects.metadata(request);
                var notice = events.created(bucket.name(), "PutObject");
                return bucket.publish(key, staged, staged.md5Hex(), metadata, condition, notice);
            }
        });
        return SdkResponses.putResponse(object.etag());
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        String key = Keys.checked(request.destinationKey());
        Bucket source = bucket(request.sourceBucket());
        Bucket target = bucket(request.destinationBucket());
        StoredObject object = translated(() -> {
            try (OpenObject open = source.open(request.sourceKey())) {
                StoredObject from = open.object();
                ReadCondition.of(request).check(from);
                ObjectMetadata metadata = request.metadataDirective() == MetadataDirective.REPLACE
                        ? SdkObjects.metadata(request)
                        : from.metadata();
                try (Staged staged = target.stage(open.bytes(0, from.size()))) {
                    var notice = events.created(target.name(), "CopyObject");
                    return target.publish(key, staged, staged.md5Hex(), metadata, Condition.NONE, notice);
                }
            }
        });
        return SdkResponses.copyResponse(object.etag(), object.lastModified());
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        StoredObject object = bucket(request.bucket())
                .head(request.key())
                .orElseThrow(() -> SdkErrors.of(404, "NoSuchKey", "The specified key does not exist."));
        return SdkResponses.toHead(SdkObjects.response(object, object.size(), null));
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        Bucket bucket = bucket(request.bucket());
        return translated(() -> {
            OpenObject open = bucket.open(request.key());
            try {
                return answer(open, request);
            } catch (IOException | RuntimeException e) {
                open.close();
                throw e;
            }
        });
    }

    private static ResponseInputStream<GetObjectResponse> answer(OpenObject open, GetObjectRequest request)
            throws IOException {
        StoredObject object = open.object();
        ReadCondition.of(request).check(object);
        ByteRange range = ByteRange.of(request.range(), object.size());
        String contentRange = request.range() == null ? null : range.contentRange(object.size());
        GetObjectResponse response = SdkObjects.response(object, range.length(), contentRange);
        return new ResponseInputStream<>(
                response, AbortableInputStream.create(open.bytes(range.first(), range.length())));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        if (request.versionId() != null) {
            throw new UnsupportedOperationException("versions are not supported");
        }
        Bucket bucket = bucket(request.bucket());
        Condition condition = new Condition(request.ifMatch(), null);
        translated(() -> {
            bucket.delete(request.key(), condition, events.deleted(bucket.name()));
            return bucket;
        });
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        Bucket bucket = bucket(request.bucket());
        String key = Keys.checked(request.key());
        return new MultipartUpload(
                translated(() -> bucket.uploads().begin(key, SdkObjects.metadata(request))), request);
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream in) {
        Bucket bucket = bucket(upload.containerName());
        var part = translated(() -> bucket.uploads().put(upload.id(), upload.blobName(), request.partNumber(), in));
        return SdkResponses.uploadedPart(part.md5Hex());
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        Bucket bucket = bucket(upload.containerName());
        List<Integer> numbers = request.multipartUpload().parts().stream()
                .map(CompletedPart::partNumber)
                .toList();
        Condition condition = new Condition(request.ifMatch(), request.ifNoneMatch());
        var notice = events.created(bucket.name(), "CompleteMultipartUpload");
        StoredObject object = translated(
                () -> bucket.uploads().complete(bucket, upload.id(), upload.blobName(), numbers, condition, notice));
        return SdkResponses.completeResponse(object.etag());
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        Bucket bucket = bucket(upload.containerName());
        translated(() -> {
            bucket.uploads().remove(upload.id(), upload.blobName());
            return upload;
        });
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        Bucket bucket = bucket(upload.containerName());
        return translated(() -> bucket.uploads().parts(upload.id())).stream()
                .map(part -> SdkResponses.part(part.number(), part.size(), part.md5Hex(), part.lastModified()))
                .toList();
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String bucket) {
        return translated(() -> bucket(bucket).uploads().list()).stream()
                .map(upload -> SdkResponses.upload(upload.key(), upload.id(), upload.initiated()))
                .toList();
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return MIN_PART;
    }

    // Everything is private to the account, whose principals may do everything; nothing else comes here to be set.

    @Override
    public BucketCannedACL getContainerAccess(String bucket) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String bucket, BucketCannedACL access) {
        bucket(bucket);
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
        bucket(bucket);
    }
}
