package dev.slipway.local.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import dev.slipway.local.builder.BuilderServer;
import dev.slipway.local.builder.EmbeddedBuilder;
import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Everything;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryServer;
import dev.slipway.local.registry.RepositoryAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageDigestDoesNotMatchException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** ECR through the real SDK, and its registry through real clients: Jib, and skopeo where it is installed. */
final class EcrIT {
    private static final String USER = "arn:aws:iam::123456789012:user/cli";

    @TempDir
    private Path folder;

    private RegistryServer registry;
    private BuilderServer builder;
    private FrontDoor door;
    private EcrClient ecr;

    @BeforeEach
    void open() throws IOException {
        Clock clock = Clock.systemUTC();
        ImageStore images = new ImageStore(folder.resolve("registry"), clock);
        RegistryTokens tokens = new RegistryTokens(folder.resolve("token.key"), clock);
        registry = new RegistryServer(images, tokens, new RepositoryAccess(Everything.allowedTo(USER), ""), 0);
        registry.start();
        builder = new BuilderServer(
                new EmbeddedBuilder(
                        folder.resolve("builder"),
                        registry.address(),
                        () -> tokens.issue(USER).password(),
                        clock),
                "token",
                0);
        builder.start();
        Principals principals = new Principals(folder.resolve("principals"));
        Principal cli = principals.ensure("cli", USER);
        EcrService service = new EcrService(images, tokens, registry.address(), "us-east-1", "123456789012");
        door = new FrontDoor(0, List.of(service), principals, Everything.allowedTo(USER), clock, "build");
        ecr = EcrClient.builder()
                .endpointOverride(door.uri())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey())))
                .build();
        ecr.createRepository(request -> request.repositoryName("apps"));
    }

    @AfterEach
    void close() throws IOException {
        ecr.close();
        door.close();
        builder.close();
        registry.close();
    }

    @Test
    void images_areDescribedListedGotAndDeleted() throws Exception {
        String digest = build("apps:v1");
        var detail = ecr.describeImages(
                        request -> request.repositoryName("apps").imageIds(tag("v1")))
                .imageDetails()
                .get(0);
        assertThat(detail.imageDigest()).isEqualTo(digest);
        assertThat(detail.imageTags()).containsExactly("v1");
        assertThat(detail.imageSizeInBytes()).isPositive();
        assertThat(ecr.listImages(request -> request.repositoryName("apps")).imageIds())
                .containsExactly(tag("v1").toBuilder().imageDigest(digest).build());
        assertThat(ecr.batchGetImage(request -> request.repositoryName("apps").imageIds(tag("v1")))
                        .images()
                        .get(0)
                        .imageManifest())
                .contains("vnd.oci.image.manifest");
        ecr.batchDeleteImage(request -> request.repositoryName("apps").imageIds(tag("v1")));
        assertThatThrownBy(() -> ecr.describeImages(
                        request -> request.repositoryName("apps").imageIds(tag("v1"))))
                .isInstanceOf(ImageNotFoundException.class);
    }

    @Test
    void putImage_ofAManifestThatIsThere_givesItAnotherTag() throws Exception {
        String digest = build("apps:v1");
        var image = ecr.batchGetImage(request -> request.repositoryName("apps").imageIds(tag("v1")))
                .images()
                .get(0);
        Consumer<PutImageRequest.Builder> again = request -> request.repositoryName("apps")
                .imageManifest(image.imageManifest())
                .imageManifestMediaType(image.imageManifestMediaType())
                .imageDigest(digest)
                .imageTag("v1-too");
        assertThat(ecr.putImage(again).image().imageId())
                .isEqualTo(tag("v1-too").toBuilder().imageDigest(digest).build());
        assertThat(ecr.describeImages(request -> request.repositoryName("apps").imageIds(tag("v1")))
                        .imageDetails()
                        .get(0)
                        .imageTags())
                .containsExactly("v1", "v1-too");
        assertThatThrownBy(() -> ecr.putImage(again)).isInstanceOf(ImageAlreadyExistsException.class);
        assertThatThrownBy(() ->
                        ecr.putImage(again.andThen(request -> request.imageDigest("sha256:" + "0".repeat(64)))))
                .isInstanceOf(ImageDigestDoesNotMatchException.class);
    }

    @Test
    void getDownloadUrlForLayer_isReadByWhoeverHasIt_andReadsThatLayerOnly() throws Exception {
        build("apps:v1");
        JsonNode manifest = new ObjectMapper()
                .readTree(ecr.batchGetImage(
                                request -> request.repositoryName("apps").imageIds(tag("v1")))
                        .images()
                        .get(0)
                        .imageManifest());
        String config = manifest.path("config").path("digest").asText();
        String url = ecr.getDownloadUrlForLayer(
                        request -> request.repositoryName("apps").layerDigest(config))
                .downloadUrl();
        assertThat(get(url).body()).contains("/hello");
        String layer = manifest.path("layers").path(0).path("digest").asText();
        assertThat(get(url.replace(config, layer)).statusCode()).isEqualTo(401);
        assertThatThrownBy(() -> ecr.getDownloadUrlForLayer(
                        request -> request.repositoryName("apps").layerDigest("sha256:" + "0".repeat(64))))
                .isInstanceOf(LayersNotFoundException.class);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    @Test
    void refusals_areTheExceptionsOfTheSdk() {
        assertThatThrownBy(() -> ecr.listImages(request -> request.repositoryName("none")))
                .isInstanceOf(RepositoryNotFoundException.class);
        assertThatThrownBy(() -> ecr.createRepository(request -> request.repositoryName("apps")))
                .isInstanceOf(RepositoryAlreadyExistsException.class);
    }

    @Test
    void jib_pullsWhatTheBuilderPushed_andPushesOnTopOfIt() throws Exception {
        build("apps:v1");
        System.setProperty("sendCredentialsOverHttp", "true");
        String password = password();
        JibContainer pulled = Jib.from(image("apps:v1", password))
                .containerize(containerizer(Containerizer.to(
                        TarImage.at(folder.resolve("image.tar")).named("pulled"))));
        assertThat(pulled.getDigest()).isNotNull();
        Path more = Files.writeString(folder.resolve("more"), "more");
        Jib.from(image("apps:v1", password))
                .addLayer(List.of(more), "/app")
                .containerize(containerizer(Containerizer.to(image("apps:v2", password))));
        assertThat(ecr.batchGetImage(request -> request.repositoryName("apps").imageIds(tag("v2")))
                        .images())
                .hasSize(1);
    }

    @Test
    void skopeo_copiesOutAndInAgain() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo is not installed");
        String digest = build("apps:v1");
        ecr.createRepository(request -> request.repositoryName("copies/of"));
        String out = "dir:" + folder.resolve("out");
        String credentials = "AWS:" + password();
        String source = "docker://" + registry.address() + "/apps:v1";
        String copy = "docker://" + registry.address() + "/copies/of:v1";
        skopeo("copy", "--src-tls-verify=false", "--src-creds", credentials, source, out);
        skopeo("copy", "--dest-tls-verify=false", "--dest-creds", credentials, out, copy);
        assertThat(skopeo("inspect", "--tls-verify=false", "--creds", credentials, copy))
                .contains(digest);
    }

    private String skopeo(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/skopeo", "--insecure-policy"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private Containerizer containerizer(Containerizer to) {
        return to.setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(folder.resolve("jib"))
                .setApplicationLayersCache(folder.resolve("jib"));
    }

    private RegistryImage image(String name, String password) throws Exception {
        return RegistryImage.named(registry.address() + "/" + name).addCredential("AWS", password);
    }

    private static ImageIdentifier tag(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    private String password() {
        AuthorizationData data =
                ecr.getAuthorizationToken(request -> {}).authorizationData().get(0);
        assertThat(data.proxyEndpoint()).isEqualTo("http://" + registry.address());
        String pair = new String(Base64.getDecoder().decode(data.authorizationToken()), UTF_8);
        return pair.substring("AWS:".length());
    }

    private String build(String image) throws Exception {
        Path context = Files.createDirectories(folder.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY hello /hello\nCMD [\"/hello\"]\n");
        Files.writeString(context.resolve("hello"), "hello");
        String body = new ObjectMapper()
                .createObjectNode()
                .put("context", context.toString())
                .put("image", registry.address() + "/" + image)
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(builder.endpoint() + "/build"))
                .header("Authorization", "Bearer token")
                .POST(BodyPublishers.ofString(body))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        String last = answer.strip().substring(answer.strip().lastIndexOf('\n') + 1);
        String digest = new ObjectMapper()
                .readTree(last)
                .path("metadata")
                .path("containerimage.digest")
                .asText();
        assertThat(digest).as(answer).startsWith("sha256:");
        return digest;
    }
}
