package dev.slipway.local.s3.awssdk;

import dev.slipway.local.s3.objects.ObjectMetadata;
import dev.slipway.local.s3.objects.StoredObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Turns objects and their metadata into the SDK's types and back. */
final class SdkObjects {
    private SdkObjects() {}

    static ObjectMetadata metadata(PutObjectRequest request) {
        return new ObjectMetadata(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.expires(),
                request.metadata());
    }

    static ObjectMetadata metadata(CreateMultipartUploadRequest request) {
        return new ObjectMetadata(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.expires(),
                request.metadata());
    }

    static ObjectMetadata metadata(CopyObjectRequest request) {
        return new ObjectMetadata(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.expires(),
                request.metadata());
    }

    /**
     * Describes an object, or a range of it.
     *
     * @param contentRange null for the whole object
     */
    @SuppressWarnings("deprecation") // S3Proxy answers Expires from the field that the SDK has deprecated.
    static GetObjectResponse response(StoredObject object, long length, @Nullable String contentRange) {
        ObjectMetadata metadata = object.metadata();
        return GetObjectResponse.builder()
                .contentLength(length)
                .contentRange(contentRange)
                .eTag(object.etag())
                .lastModified(object.lastModified())
                .contentType(metadata.contentType())
                .cacheControl(metadata.cacheControl())
                .contentDisposition(metadata.contentDisposition())
                .contentEncoding(metadata.contentEncoding())
                .contentLanguage(metadata.contentLanguage())
                .expires(metadata.expires())
                .metadata(metadata.user())
                .build();
    }
}
