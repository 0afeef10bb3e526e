package dev.slipway.local.builder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.blob.Blobs;
import dev.slipway.local.lambda.image.Image;
import dev.slipway.local.registry.Digest;
import java.io.IOException;
import java.time.Instant;

/** Writes configuration and manifest of a built stage and pushes them under the tag asked for. */
final class ImageExport {
    private static final String OCI = "application/vnd.oci.image.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StageBuild build;
    private final String architecture;
    private final Instant created;

    ImageExport(StageBuild build, String architecture, Instant created) {
        this.build = build;
        this.architecture = architecture;
        this.created = created;
        // A label too: it is in the configuration, which whoever runs the image reads anyway.
        build.base.ifPresent(base -> build.config.labels.put(Image.HOST_ONLY, base));
    }

    /** Pushes, and returns what BuildKit's metadata file says. */
    ObjectNode push(TargetRegistry registry, String image, String tag, Progress progress) throws IOException {
        Progress.Vertex vertex = progress.start("exporting to image");
        byte[] config = configuration();
        Digest configDigest = Digest.of(config);
        Instant pushing = Instant.now();
        registry.push(configDigest, Blobs.from(new String(config, UTF_8)));
        Digest digest = registry.pushManifest(manifest(configDigest, config.length), tag);
        vertex.status("pushing manifest for %s@%s".formatted(image, digest), pushing);
        vertex.done(false);
        ObjectNode metadata = JSON.createObjectNode();
        metadata.put("containerimage.config.digest", configDigest.toString());
        metadata.put("containerimage.digest", digest.toString());
        metadata.put("image.name", image);
        return metadata;
    }

    private byte[] configuration() throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("architecture", architecture).put("os", "linux").put("created", created.toString());
        json.set("config", build.config.json());
        ObjectNode files = json.putObject("rootfs").put("type", "layers");
        ArrayNode diffIds = files.putArray("diff_ids");
        ArrayNode history = json.putArray("history");
        for (Layer layer : build.layers) {
            diffIds.add(layer.diffId().toString());
            history.addObject().put("created", created.toString()).put("created_by", layer.createdBy());
        }
        return JSON.writeValueAsBytes(json);
    }

    private ObjectNode manifest(Digest config, long configSize) {
        ObjectNode json = JSON.createObjectNode();
        json.put("schemaVersion", 2).put("mediaType", OCI + "manifest.v1+json");
        descriptor(json.putObject("config"), OCI + "config.v1+json", config, configSize);
        ArrayNode list = json.putArray("layers");
        for (Layer layer : build.layers) {
            descriptor(list.addObject(), OCI + "layer.v1.tar+gzip", layer.digest(), layer.size());
        }
        build.base.ifPresent(base -> json.putObject("annotations").put(Image.HOST_ONLY, base));
        return json;
    }

    private static void descriptor(ObjectNode into, String mediaType, Digest digest, long size) {
        into.put("mediaType", mediaType).put("digest", digest.toString()).put("size", size);
    }
}
