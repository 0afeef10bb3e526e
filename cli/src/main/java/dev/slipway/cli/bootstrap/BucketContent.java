package dev.slipway.cli.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** All versions of what is in a bucket, and the marks of what was deleted: a bucket with any of them cannot be deleted. */
final class BucketContent {
    private final S3Client s3;
    private final String bucket;
    private final String owner;

    BucketContent(S3Client s3, String bucket, String owner) {
        this.s3 = s3;
        this.bucket = bucket;
        this.owner = owner;
    }

    /** Removes all versions of one object. */
    void remove(String key) {
        remove(key, key::equals);
    }

    /** Removes everything; returns how many objects and versions there were. */
    int removeAll() {
        return remove("", key -> true);
    }

    private int remove(String prefix, Predicate<String> chosen) {
        int removed = 0;
        // A page is as many as one call may delete.
        for (ListObjectVersionsResponse page : s3.listObjectVersionsPaginator(
                list -> list.bucket(bucket).prefix(prefix).expectedBucketOwner(owner))) {
            List<ObjectIdentifier> doomed = new ArrayList<>();
            Stream.concat(
                            page.versions().stream().map(version -> identifier(version.key(), version.versionId())),
                            page.deleteMarkers().stream().map(mark -> identifier(mark.key(), mark.versionId())))
                    .filter(identifier -> chosen.test(identifier.key()))
                    .forEach(doomed::add);
            if (!doomed.isEmpty()) {
                delete(doomed);
                removed += doomed.size();
            }
        }
        return removed;
    }

    private void delete(List<ObjectIdentifier> doomed) {
        DeleteObjectsResponse response = s3.deleteObjects(delete -> delete.bucket(bucket)
                .expectedBucketOwner(owner)
                .delete(objects -> objects.objects(doomed).quiet(true)));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            throw S3Exception.builder()
                    .message(response.errors().get(0).message() + " ("
                            + response.errors().get(0).key() + ")")
                    .build();
        }
    }

    private static ObjectIdentifier identifier(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }
}
