package dev.slipway.local.registry;

import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.AccessDenied;
import dev.slipway.local.iam.Permissions;
import java.util.List;

/**
 * Lets pass what a principal may do with a repository, by the action that ECR has for each call of the distribution
 * specification.
 *
 * @param arnPrefix {@code arn:aws:ecr:<region>:<account>:repository/}
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html">Permissions to push</a>
 */
public record RepositoryAccess(Permissions permissions, String arnPrefix) {

    /**
     * Asks for one call.
     *
     * @param kind what the path names: manifests, blobs, blobs/uploads, tags, referrers
     * @throws RegistryRefusal DENIED
     */
    void require(String principal, String method, String kind, String repository) {
        try {
            permissions.require(principal, List.of(Access.of("ecr:" + action(method, kind), arnPrefix + repository)));
        } catch (AccessDenied denied) {
            throw new RegistryRefusal(403, "DENIED", denied.getMessage());
        }
    }

    private static String action(String method, String kind) {
        return switch (kind) {
            case "blobs/uploads" ->
                switch (method) {
                    case "POST" -> "InitiateLayerUpload";
                    case "PUT" -> "CompleteLayerUpload";
                    default -> "UploadLayerPart";
                };
            case "blobs" ->
                switch (method) {
                    case "HEAD" -> "BatchCheckLayerAvailability";
                    case "DELETE" -> "BatchDeleteImage";
                    default -> "GetDownloadUrlForLayer";
                };
            case "manifests" ->
                switch (method) {
                    case "PUT" -> "PutImage";
                    case "DELETE" -> "BatchDeleteImage";
                    default -> "BatchGetImage";
                };
            case "tags" -> "ListImages";
            case "catalog" -> "DescribeRepositories";
            default -> "BatchGetImage";
        };
    }
}
