package dev.slipway.local.s3;

import dev.slipway.local.front.SignedCall;
import dev.slipway.local.front.UriText;
import dev.slipway.local.iam.Access;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a call to S3 needs to be allowed.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for S3 API operations</a>
 */
final class NeededAccess {
    private static final String ARN = "arn:aws:s3:::";

    private NeededAccess() {}

    static List<Access> of(SignedCall call) {
        String path = call.decodedPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        if (bucket.isEmpty()) {
            return Access.all("*", "s3:ListAllMyBuckets");
        }
        return key.isEmpty() ? ofBucket(call, ARN + bucket) : ofObject(call, ARN + path);
    }

    /** Returns what whoever is told that a key is not there must be allowed. */
    static Access toSeeMissingKeys(SignedCall call) {
        String bucket = call.decodedPath().substring(1).replaceFirst("/.*", "");
        return Access.of("s3:ListBucket", ARN + bucket);
    }

    private static List<Access> ofBucket(SignedCall call, String bucket) {
        Set<String> asked = call.parameters().keySet();
        return switch (call.method()) {
            case "PUT" -> Access.all(bucket, asked.contains("acl") ? "s3:PutBucketAcl" : "s3:CreateBucket");
            case "DELETE" -> Access.all(bucket, "s3:DeleteBucket");
            case "POST" -> Access.all(bucket + "/*", "s3:DeleteObject");
            default -> {
                if (asked.contains("location")) {
                    yield Access.all(bucket, "s3:GetBucketLocation");
                }
                if (asked.contains("acl")) {
                    yield Access.all(bucket, "s3:GetBucketAcl");
                }
                yield Access.all(bucket, asked.contains("uploads") ? "s3:ListBucketMultipartUploads" : "s3:ListBucket");
            }
        };
    }

    private static List<Access> ofObject(SignedCall call, String object) {
        Set<String> asked = call.parameters().keySet();
        return switch (call.method()) {
            case "PUT", "POST" -> toWrite(call, object, asked.contains("acl"));
            case "DELETE" ->
                Access.all(object, asked.contains("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject");
            default -> {
                if (asked.contains("uploadId")) {
                    yield Access.all(object, "s3:ListMultipartUploadParts");
                }
                if (asked.contains("acl")) {
                    yield Access.all(object, "s3:GetObjectAcl");
                }
                yield Access.all(object, asked.contains("versionId") ? "s3:GetObjectVersion" : "s3:GetObject");
            }
        };
    }

    private static List<Access> toWrite(SignedCall call, String object, boolean acl) {
        if (acl) {
            return Access.all(object, "s3:PutObjectAcl");
        }
        Access put = Access.of("s3:PutObject", object);
        Optional<String> source = call.header("x-amz-copy-source");
        if (source.isPresent()) {
            String path = UriText.decode(source.get().replaceFirst("\\?.*", "").replaceFirst("^/", ""));
            return List.of(put, Access.of("s3:GetObject", ARN + path));
        }
        // Whoever may not read an object is not told by a precondition what is in it.
        return call.header("if-match").isPresent() ? List.of(put, Access.of("s3:GetObject", object)) : List.of(put);
    }
}
