package dev.slipway.local.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.iam.Everything;
import dev.slipway.local.registry.Digest;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryServer;
import dev.slipway.local.registry.RepositoryAccess;
import dev.slipway.local.registry.TagMutability;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedBuilderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path context;
    private ImageStore images;
    private RegistryServer registry;
    private BuilderServer builder;

    @BeforeEach
    void start() throws IOException {
        context = Files.createDirectories(folder.resolve("context"));
        images = new ImageStore(folder.resolve("registry"), Clock.systemUTC());
        images.createRepository("apps", TagMutability.mutable());
        registry = new RegistryServer(
                images,
                (user, password) -> password.equals("good") ? Optional.of("caller") : Optional.empty(),
                new RepositoryAccess(Everything.allowedTo("caller"), ""),
                0);
        registry.start();
        builder = new BuilderServer(
                new EmbeddedBuilder(folder.resolve("work"), registry.address(), () -> "good", Clock.systemUTC()),
                "token",
                0);
        builder.start();
    }

    @AfterEach
    void stop() throws IOException {
        builder.close();
        registry.close();
    }

    @Test
    void build_copies_areLayersOfAHostOnlyImage() throws Exception {
        file("Hello.java", "class Hello {}");
        file("etc/app.conf", "x=1");
        List<JsonNode> lines = build("""
                ARG VERSION=17
                FROM eclipse-temurin:${VERSION} AS base
                WORKDIR /app
                FROM base
                ENV MODE=fast GREETING="hello ${WHO:-world}"
                COPY Hello.java .
                COPY --chmod=600 etc conf/
                EXPOSE 8080
                USER 1000
                CMD ["java", "Hello.java"]
                """);
        assertThat(names(lines))
                .contains(
                        "[base 1/2] FROM eclipse-temurin:17", "[stage-1 2/3] COPY Hello.java .", "exporting to image");
        assertThat(tree("v1").keySet()).containsExactly("app/", "app/Hello.java", "app/conf/", "app/conf/app.conf");
        assertThat(tree("v1").get("app/conf/app.conf").getMode() & 0777).isEqualTo(0600);
        JsonNode config = config("v1").path("config");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.path("Cmd").toString()).isEqualTo("[\"java\",\"Hello.java\"]");
        assertThat(config.path("Env").toString()).isEqualTo("[\"MODE=fast\",\"GREETING=hello world\"]");
        assertThat(config.path("Labels").path("dev.slipway.host-only").asText()).isEqualTo("eclipse-temurin:17");
        assertThat(manifest("v1")
                        .path("annotations")
                        .path("dev.slipway.host-only")
                        .asText())
                .isEqualTo("eclipse-temurin:17");
        String digest =
                last(lines).path("metadata").path("containerimage.digest").asText();
        assertThat(images.manifest("apps", "v1").orElseThrow().digest()).hasToString(digest);
    }

    @Test
    void build_again_findsUnchangedCopiesCached() throws Exception {
        file("a", "a");
        file("b", "b");
        String dockerfile = "FROM scratch\nCOPY a /\nCOPY b /\n";
        List<JsonNode> first = build(dockerfile);
        file("b", "changed");
        List<JsonNode> second = build(dockerfile);
        assertThat(cached(first)).isEmpty();
        assertThat(cached(second)).containsExactly("[2/3] COPY a /");
        assertThat(config("v1").path("config").path("Labels").isMissingNode()).isTrue();
    }

    @Test
    void build_stagesAndLinks_areFollowedWithinTheTree() throws Exception {
        file("bin/tool", "tool");
        Files.createSymbolicLink(context.resolve("bin/alias"), Path.of("tool"));
        Files.createSymbolicLink(context.resolve("current"), Path.of("/bin"));
        Files.createDirectories(context.resolve("empty"));
        build("""
                FROM scratch AS files
                COPY current /opt/bin/
                COPY empty /opt/empty
                FROM scratch
                COPY --from=files /opt /usr/opt
                COPY --from=files /opt/bin/alias /real
                """);
        Map<String, TarArchiveEntry> tree = tree("v1");
        assertThat(tree.keySet())
                .containsExactly(
                        "real",
                        "usr/",
                        "usr/opt/",
                        "usr/opt/bin/",
                        "usr/opt/bin/alias",
                        "usr/opt/bin/tool",
                        "usr/opt/empty/");
        assertThat(tree.get("usr/opt/bin/alias").isSymbolicLink()).isTrue();
        assertThat(tree.get("real").isFile()).isTrue();
    }

    @Test
    void build_linkOutOfTheContext_copiesNothingOfTheHost() throws Exception {
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(context.resolve("out"), Path.of("../secret"));
        Files.createSymbolicLink(context.resolve("abs"), folder.resolve("secret"));
        assertThat(error(build("FROM scratch\nCOPY out /x\n")))
                .contains("Dockerfile:2")
                .contains("not there");
        assertThat(error(build("FROM scratch\nCOPY abs /x\n"))).contains("not there");
        assertThat(error(build("FROM scratch\nCOPY ../secret /x\n"))).contains("outside the build context");
        assertThat(error(build("FROM scratch\nCOPY a/../../secret /x\n"))).contains("outside the build context");
    }

    @Test
    void build_hereDocumentAndIgnoredFiles() throws Exception {
        file("keep.txt", "keep");
        file("node_modules/x.js", "x");
        file(".dockerignore", "node_modules\nDockerfile\n.dockerignore\n");
        build("FROM scratch\nARG NAME=you\nCOPY . /\nCOPY <<EOF /greeting\nhello $NAME\nEOF\n");
        assertThat(tree("v1").keySet()).containsExactly("greeting", "keep.txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN npm ci|Dockerfile:3 RUN npm ci needs a container engine",
                "COPY --from=nginx:1 /a /b|Dockerfile:3 COPY --from=nginx:1 needs a container engine",
                "ADD https://example.org/x /x|Dockerfile:3 ADD https://example.org/x needs a container engine",
            })
    void build_whatNeedsAnEngine_isRefusedWithLineAndHint(String instruction, String message) throws Exception {
        List<JsonNode> lines = build("FROM node:22\nWORKDIR /app\n" + instruction + "\n");
        assertThat(last(lines).path("error").asText()).isEqualTo(message);
        assertThat(last(lines).path("hint").asText()).isEqualTo("install Docker or set BUILDKIT_HOST");
    }

    @Test
    void build_runInAStageThatNothingNeeds_isNotLookedAt() throws Exception {
        file("a", "a");
        assertThat(last(build("FROM node AS test\nRUN npm test\nFROM scratch\nCOPY a /\n"))
                        .has("metadata"))
                .isTrue();
    }

    @Test
    void build_lambdaExtension_isLeftOut() throws Exception {
        file("a", "a");
        build("FROM scratch\nCOPY --from=adapter:1 /lambda-adapter /opt/extensions/lambda-adapter\nCOPY a /\n");
        assertThat(tree("v1").keySet()).containsExactly("a");
    }

    @Test
    void build_missingSource_namesItWithAHint() throws Exception {
        List<JsonNode> lines = build("FROM scratch\nCOPY app.conf /\n");
        assertThat(error(lines)).isEqualTo("Dockerfile:2 COPY app.conf /: \"app.conf\" not found");
        assertThat(last(lines).path("hint").asText()).contains("ignore file");
    }

    @Test
    void post_withoutToken_isRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(builder.endpoint() + "/build"))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
    }

    private void file(String path, String content) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<JsonNode> build(String dockerfile) throws Exception {
        file("Dockerfile", dockerfile);
        String body = JSON.createObjectNode()
                .put("context", context.toString())
                .put("image", registry.address() + "/apps:v1")
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(builder.endpoint() + "/build"))
                .header("Authorization", "Bearer token")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.body().strip().split("\n", -1)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static JsonNode last(List<JsonNode> lines) {
        return lines.get(lines.size() - 1);
    }

    private static String error(List<JsonNode> lines) {
        return last(lines).path("error").asText();
    }

    private static List<String> names(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.path("vertexes").path(0).path("name").asText())
                .toList();
    }

    private static List<String> cached(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.path("vertexes").path(0))
                .filter(vertex -> vertex.path("cached").asBoolean())
                .map(vertex -> vertex.path("name").asText())
                .toList();
    }

    private JsonNode manifest(String tag) throws IOException {
        return JSON.readTree(images.manifest("apps", tag).orElseThrow().text());
    }

    private JsonNode config(String tag) throws IOException {
        return JSON.readTree(blob(manifest(tag).path("config")).toFile());
    }

    private Map<String, TarArchiveEntry> tree(String tag) throws IOException {
        Map<String, TarArchiveEntry> tree = new TreeMap<>();
        for (JsonNode layer : manifest(tag).path("layers")) {
            assertThat(layer.path("mediaType").asText()).isEqualTo("application/vnd.oci.image.layer.v1.tar+gzip");
            assertThat(layer.path("size").asLong()).isEqualTo(Files.size(blob(layer)));
            try (InputStream in = new GZIPInputStream(Files.newInputStream(blob(layer)));
                    TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    tree.put(entry.getName(), entry);
                }
            }
        }
        return tree;
    }

    private Path blob(JsonNode descriptor) {
        Digest digest = Digest.parse(descriptor.path("digest").asText());
        return images.blob("apps", digest).orElseThrow();
    }
}
