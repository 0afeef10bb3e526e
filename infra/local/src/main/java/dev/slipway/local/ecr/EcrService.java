package dev.slipway.local.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.JsonProtocol;
import dev.slipway.local.front.MemberType;
import dev.slipway.local.front.Members;
import dev.slipway.local.iam.Access;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryRefusal;
import java.util.List;

/**
 * Amazon ECR in AWS JSON 1.1. Images are addressed {@code <registry host:port>/<repository>:<tag>} where AWS has a host
 * name of the account.
 */
public final class EcrService implements AwsService {
    private static final Members MEMBERS = Members.NONE
            .and(
                    MemberType.STRING,
                    "registryId",
                    "repositoryName",
                    "imageDigest",
                    "imageTag",
                    "imageManifest",
                    "layerDigest")
            .and(
                    MemberType.STRING,
                    "imageManifestMediaType",
                    "imageTagMutability",
                    "tagStatus",
                    "filterType",
                    "nextToken")
            .and(MemberType.INTEGER, "maxResults")
            .and(MemberType.STRINGS, "repositoryNames", "registryIds", "acceptedMediaTypes")
            .and(MemberType.STRUCTURE, "imageScanningConfiguration", "encryptionConfiguration")
            .and(MemberType.STRUCTURES, "imageIds", "imageTagMutabilityExclusionFilters", "tags");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryTokens tokens;
    private final String registry;
    private final NeededAccess needed;
    private final JsonProtocol protocol;

    /**
     * Serves the images of a store.
     *
     * @param registry where the store is served, {@code 127.0.0.1:<port>}
     */
    public EcrService(ImageStore store, RegistryTokens tokens, String registry, String region, String account) {
        this.tokens = tokens;
        this.registry = registry;
        this.needed = new NeededAccess("arn:aws:ecr:%s:%s:repository/".formatted(region, account));
        RepositoryCalls repositories = new RepositoryCalls(store, registry, region, account);
        ImageCalls images = new ImageCalls(store, account);
        this.protocol = JsonProtocol.of("AmazonEC2ContainerRegistry_V20150921", MEMBERS)
                .onRequest("GetAuthorizationToken", (input, request) -> authorization(request))
                .on("CreateRepository", repositories::create)
                .on("DescribeRepositories", repositories::describe)
                .on("DescribeImages", images::describe)
                .on("BatchGetImage", images::get)
                .on("PutImage", images::put)
                .on("GetDownloadUrlForLayer", input -> downloadUrl(store, input))
                .on("ListImages", images::list)
                .on("BatchDeleteImage", images::delete)
                .build();
    }

    @Override
    public String signingName() {
        return "ecr";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, needed::of);
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        try {
            return protocol.handle(request);
        } catch (RegistryRefusal refusal) {
            throw translate(refusal);
        }
    }

    private ObjectNode authorization(AwsRequest request) {
        RegistryTokens.Token token = tokens.issue(request.principal().arn());
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("authorizationData")
                .addObject()
                .put("authorizationToken", token.authorizationToken())
                .put("expiresAt", token.expiresAt().getEpochSecond())
                .put("proxyEndpoint", "http://" + registry);
        return answer;
    }

    private ObjectNode downloadUrl(ImageStore store, JsonNode input) {
        String repository = input.path("repositoryName").asText();
        String digest = input.path("layerDigest").asText();
        if (!ImageCalls.hasLayer(store, repository, digest)) {
            throw new AwsException(
                    400,
                    "LayersNotFoundException",
                    "The layer with digest '%s' does not exist in the repository '%s'".formatted(digest, repository));
        }
        String path = "/v2/%s/blobs/%s".formatted(repository, digest);
        return JSON.createObjectNode()
                .put("layerDigest", digest)
                .put("downloadUrl", "http://" + registry + path + "?signature=" + tokens.link(path));
    }

    private static AwsException translate(RegistryRefusal refusal) {
        return switch (refusal.code()) {
            case "NAME_UNKNOWN" ->
                new AwsException(400, "RepositoryNotFoundException", refusal.reason() + " in the registry");
            case "MANIFEST_UNKNOWN" -> new AwsException(400, "ImageNotFoundException", refusal.reason());
            default -> new AwsException(400, "InvalidParameterException", refusal.reason());
        };
    }
}
