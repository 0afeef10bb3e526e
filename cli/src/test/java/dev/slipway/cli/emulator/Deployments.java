package dev.slipway.cli.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.ignore.SourceRules;
import dev.slipway.cli.pack.Packed;
import dev.slipway.cli.pack.Packer;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.ActivateRequest;
import dev.slipway.events.step.ActivateResult;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.events.step.CreateVersionRequest;
import dev.slipway.events.step.CreateVersionResult;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.LocateArtifactResult;
import dev.slipway.events.step.SetupRequest;
import dev.slipway.events.step.SetupResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * What the cases do with a pipeline before they look at it.
 *
 * @param begun when every execution did
 */
record Deployments(
        Cloud cloud, Pipeline pipeline, Steps steps, Map<String, String> environment, Path folder, Instant begun) {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** An image in the pipeline's repository, as a build would have left it. */
    record Image(String name, String digest) {}

    Image push(String tag) {
        String repository = pipeline.site().outputs().get("ImageRepositoryUri").replaceFirst("^[^/]*/", "");
        try (EcrClient ecr = cloud.client(EcrClient.builder())) {
            if (ecr.describeRepositories().repositories().stream()
                    .noneMatch(there -> there.repositoryName().equals(repository))) {
                ecr.createRepository(call -> call.repositoryName(repository));
            }
            String manifest = """
                    {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                     "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2, "digest": "%s"},
                     "layers": []}""".formatted(DIGEST);
            String digest = ecr.putImage(call ->
                            call.repositoryName(repository).imageTag(tag).imageManifest(manifest))
                    .image()
                    .imageId()
                    .imageDigest();
            return new Image(pipeline.site().outputs().get("ImageRepositoryUri") + "@" + digest, digest);
        }
    }

    CreateDeploymentResult create(CreateDeploymentRequest request) {
        return steps.call("createdeployment.CreateDeployment", environment, request, CreateDeploymentResult.class);
    }

    CreateDeploymentResult uploaded(String app) throws Exception {
        try (Packed packed = packed()) {
            CreateDeploymentResult deployment = create(request(app, layer(app, packed.sha256(), packed.size())));
            pipeline.uploads().put(Keys.source(app, packed.sha256()), packed.archive(), sent -> {});
            return deployment;
        }
    }

    CreateDeploymentResult planned(String app) throws Exception {
        CreateDeploymentResult deployment = uploaded(app);
        steps.call(
                "setup.Setup",
                environment,
                new SetupRequest(deployment.input(), execution(deployment)),
                SetupResult.class);
        return deployment;
    }

    long version(CreateDeploymentResult deployment) {
        return version(deployment, new Image("image@" + DIGEST, DIGEST));
    }

    long version(CreateDeploymentResult deployment, Image image) {
        LocateArtifactResult artifact =
                new LocateArtifactResult(image.name(), image.digest(), image.digest(), "buildx", null);
        return steps.call(
                        "createversion.CreateVersion",
                        environment,
                        new CreateVersionRequest(deployment.input(), execution(deployment), artifact),
                        CreateVersionResult.class)
                .version();
    }

    ActivateResult activate(CreateDeploymentResult deployment, long version) {
        return steps.call(
                "activate.Activate",
                environment,
                new ActivateRequest(deployment.input(), execution(deployment), version),
                ActivateResult.class);
    }

    Execution execution(CreateDeploymentResult deployment) {
        return new Execution(pipeline.site().execution(deployment.deploymentId()), 0, begun);
    }

    String event(String key) throws Exception {
        ObjectNode event = (ObjectNode)
                Codec.parse(Files.readString(repository().resolve("events/samples/event-s3-object-created.json")));
        event.put("time", Instant.now().toString());
        ObjectNode detail = (ObjectNode) event.path("detail");
        ((ObjectNode) detail.path("bucket")).put("name", pipeline.site().bucket());
        ((ObjectNode) detail.path("object")).put("key", key);
        return Codec.write(event);
    }

    String text(String key) {
        return pipeline.clients()
                .s3()
                .getObjectAsBytes(call -> call.bucket(pipeline.site().bucket()).key(key))
                .asUtf8String();
    }

    Packed packed() {
        return new Packer(folder, 1 << 20)
                .pack(
                        repository().resolve("cli/examples/never-healthy"),
                        SourceRules.Settings.DEFAULT,
                        (files, bytes) -> {});
    }

    static CreateDeploymentRequest request(String app, SourceLayer layer) {
        return new CreateDeploymentRequest(
                DeploymentId.random(Instant.now(), RANDOM),
                Kind.DEPLOY,
                app,
                new Source(List.of(layer), 1),
                null,
                Map.of(),
                Map.of(),
                null,
                "somebody",
                null,
                null,
                null,
                null,
                null);
    }

    static SourceLayer layer(String app, String sha256, long size) {
        return new SourceLayer(Keys.source(app, sha256), "sha256:" + sha256, size, null, null);
    }

    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("cli/bin/slipway"))) {
            here = here.getParent();
        }
        return here;
    }
}
