package dev.slipway.steps.buildkit.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.steps.buildkit.registry.PushedImage.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** The repository of a pipeline's images, by ECR's calls. */
public final class ImageRepository {
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final List<String> MEDIA_TYPES = List.of(
            OCI_INDEX,
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");
    private static final String ATTESTATION = "attestation-manifest";
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    private final Supplier<EcrClient> clients;
    private final String uri;
    private final String name;
    private @Nullable EcrClient client;

    /**
     * Names a repository.
     *
     * @param clients makes the client, once it is needed
     * @param uri {@code <registry>/<name>}
     */
    public ImageRepository(Supplier<EcrClient> clients, String uri) {
        this.clients = clients;
        this.uri = uri;
        this.name = uri.substring(uri.indexOf('/') + 1);
    }

    private synchronized EcrClient ecr() {
        if (client == null) {
            client = clients.get();
        }
        return client;
    }

    /**
     * Writes the registry's credentials where docker and buildctl look for them; not on a command line, where all can read.
     *
     * @param parent folder that the new one is in
     * @return the folder to name in DOCKER_CONFIG
     */
    public Path login(Path parent) throws IOException {
        String token = ecr().getAuthorizationToken().authorizationData().get(0).authorizationToken();
        Path folder = Files.createDirectory(parent.resolve("docker"));
        Path file = Files.createFile(
                folder.resolve("config.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String registry = uri.substring(0, uri.indexOf('/'));
        Files.writeString(file, Codec.write(Map.of("auths", Map.of(registry, Map.of("auth", token)))));
        return folder;
    }

    /** Returns those of some tags that are there. */
    public Set<String> existing(Collection<String> tags) {
        List<ImageIdentifier> wanted = tags.stream()
                .map(tag -> ImageIdentifier.builder().imageTag(tag).build())
                .toList();
        return ecr()
                .batchGetImage(
                        call -> call.repositoryName(name).imageIds(wanted).acceptedMediaTypes(MEDIA_TYPES))
                .images()
                .stream()
                .map(image -> image.imageId().imageTag())
                .collect(Collectors.toSet());
    }

    /**
     * Reads what was pushed.
     *
     * @param digest of an image, or of an index with one image and what was attested about it
     * @throws IOException when the registry does not have it
     */
    public PushedImage pushed(String digest) throws IOException {
        Manifest top = manifest(digest);
        if (!top.mediaType().equals(OCI_INDEX)) {
            return new PushedImage(top, null);
        }
        @Nullable Manifest image = null;
        @Nullable Manifest attestations = null;
        for (JsonNode entry : top.json().path("manifests")) {
            Manifest manifest = manifest(entry.path("digest").asText());
            if (entry.path("annotations").path(REFERENCE_TYPE).asText().equals(ATTESTATION)) {
                attestations = manifest;
            } else {
                image = manifest;
            }
        }
        if (image == null) {
            throw new IOException("the registry has no image in the index " + digest);
        }
        return new PushedImage(image, attestations);
    }

    /** Gives a manifest that is there a tag; done already is done. */
    public void tag(Manifest manifest, String tag) {
        try {
            ecr().putImage(call -> call.repositoryName(name)
                    .imageManifest(manifest.text())
                    .imageManifestMediaType(manifest.mediaType())
                    .imageDigest(manifest.digest())
                    .imageTag(tag));
        } catch (ImageAlreadyExistsException e) {
            // An earlier attempt got as far as this.
        }
    }

    private Manifest manifest(String digest) throws IOException {
        List<Image> found = ecr().batchGetImage(call -> call.repositoryName(name)
                        .imageIds(ImageIdentifier.builder().imageDigest(digest).build())
                        .acceptedMediaTypes(MEDIA_TYPES))
                .images();
        if (found.isEmpty()) {
            throw new IOException("the registry has no image " + digest);
        }
        String text = found.get(0).imageManifest();
        return new Manifest(digest, found.get(0).imageManifestMediaType(), text, Codec.parse(text));
    }
}
