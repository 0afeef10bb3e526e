package dev.slipway.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.iam.Everything;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryServerTest {
    private static final String OCI = ManifestContent.OCI_MANIFEST;
    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString("AWS:good".getBytes(UTF_8));

    @TempDir
    private Path folder;

    private RegistryServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        ImageStore images = new ImageStore(folder, Clock.systemUTC());
        images.createRepository("apps/one", TagMutability.immutableExceptCache());
        images.createRepository("two", TagMutability.mutable());
        server = serve(images);
    }

    private static RegistryServer serve(ImageStore images) throws IOException {
        RegistryServer started = new RegistryServer(
                images,
                (user, password) -> password.equals("good") ? Optional.of("caller") : Optional.empty(),
                new RepositoryAccess(Everything.allowedTo("caller"), ""),
                0);
        started.start();
        return started;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void base_withoutCredentials_asksForBasic() throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri("/v2/")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ");
        assertThat(answer.body()).contains("\"code\":\"UNAUTHORIZED\"");
    }

    @Test
    void upload_inChunks_isServedWholeAndInRanges() throws Exception {
        String location = location(call("POST", "/v2/two/blobs/uploads/", ""));
        assertThat(call("PATCH", location, "hello ").statusCode()).isEqualTo(202);
        HttpResponse<String> second = call("PATCH", location, "world", "Content-Range", "6-10");
        assertThat(second.headers().firstValue("Range")).hasValue("0-10");
        Digest digest = Digest.of("hello world".getBytes(UTF_8));
        assertThat(call("PUT", location + "?digest=" + digest, "").statusCode()).isEqualTo(201);

        String blob = "/v2/two/blobs/" + digest;
        assertThat(call("GET", blob, "").body()).isEqualTo("hello world");
        assertThat(call("GET", blob, "", "Range", "bytes=6-").body()).isEqualTo("world");
        assertThat(call("GET", blob, "", "Range", "bytes=0-4").headers().firstValue("Content-Range"))
                .hasValue("bytes 0-4/11");
        assertThat(call("GET", blob, "", "Range", "bytes=-5").body()).isEqualTo("world");
        assertThat(call("GET", blob, "", "Range", "bytes=11-").statusCode()).isEqualTo(416);
        assertThat(call("HEAD", blob, "").headers().firstValue("Content-Length"))
                .hasValue("11");
        assertThat(call("GET", "/v2/apps/one/blobs/" + digest, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3-7", "6", "junk", "bytes */11", "-1-4"})
    void upload_chunkOutOfOrder_isRefusedAndSaysWhereToGoOn(String range) throws Exception {
        String location = location(call("POST", "/v2/two/blobs/uploads/", ""));
        call("PATCH", location, "hello ");
        HttpResponse<String> wrong = call("PATCH", location, "world", "Content-Range", range);
        assertThat(wrong.statusCode()).isEqualTo(416);
        assertThat(wrong.headers().firstValue("Range")).hasValue("0-5");
        assertThat(call("GET", location, "").statusCode()).isEqualTo(204);
    }

    @Test
    void upload_afterRestart_goesOn() throws Exception {
        String location = location(call("POST", "/v2/two/blobs/uploads/", ""));
        call("PATCH", location, "hello ");
        server.close();
        server = serve(new ImageStore(folder, Clock.systemUTC()));
        Digest digest = Digest.of("hello world".getBytes(UTF_8));
        assertThat(call("PUT", location + "?digest=" + digest, "world").statusCode())
                .isEqualTo(201);
    }

    @Test
    void upload_wrongDigest_isRefused() throws Exception {
        Digest other = Digest.of("other".getBytes(UTF_8));
        HttpResponse<String> answer = call("POST", "/v2/two/blobs/uploads/?digest=" + other, "content");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("DIGEST_INVALID");
        assertThat(call("HEAD", "/v2/two/blobs/" + other, "").statusCode()).isEqualTo(404);
    }

    @Test
    void mount_fromOtherRepository_needsNoUpload() throws Exception {
        Digest digest = push("two", "shared");
        assertThat(call("POST", "/v2/apps/one/blobs/uploads/?from=two&mount=" + digest, "")
                        .statusCode())
                .isEqualTo(201);
        assertThat(call("GET", "/v2/apps/one/blobs/" + digest, "").body()).isEqualTo("shared");
        assertThat(call("POST", "/v2/apps/one/blobs/uploads/?from=none&mount=" + digest, "")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void manifest_byTagAndDigest_hasItsBytesAndType() throws Exception {
        String manifest = image("apps/one", "a");
        Digest digest = Digest.of(manifest.getBytes(UTF_8));
        assertThat(put("apps/one", "v1", manifest).statusCode()).isEqualTo(201);
        for (String reference : new String[] {"v1", digest.toString()}) {
            HttpResponse<String> got = call("GET", "/v2/apps/one/manifests/" + reference, "");
            assertThat(got.body()).isEqualTo(manifest);
            assertThat(got.headers().firstValue("Content-Type")).hasValue(OCI);
            assertThat(got.headers().firstValue("Docker-Content-Digest")).hasValue(digest.toString());
        }
        assertThat(call("GET", "/v2/apps/one/tags/list", "").body())
                .isEqualTo("{\"name\":\"apps/one\",\"tags\":[\"v1\"]}");
        assertThat(call("GET", "/v2/_catalog?n=1", "").headers().firstValue("Link"))
                .hasValue("<?n=1&last=apps/one>; rel=\"next\"");
    }

    @Test
    void tag_ofImmutableRepository_movesOnlyWhenExcluded() throws Exception {
        String first = image("apps/one", "a");
        String second = image("apps/one", "b");
        assertThat(put("apps/one", "v1", first).statusCode()).isEqualTo(201);
        assertThat(put("apps/one", "v1", first).statusCode()).isEqualTo(201);
        HttpResponse<String> moved = put("apps/one", "v1", second);
        assertThat(moved.statusCode()).isEqualTo(400);
        assertThat(moved.body()).contains("TAG_INVALID").contains("because the tag is immutable");
        assertThat(put("apps/one", "cache.x", first).statusCode()).isEqualTo(201);
        assertThat(put("apps/one", "cache.x", second).statusCode()).isEqualTo(201);
    }

    @Test
    void manifest_withoutItsBlobs_isRefused() throws Exception {
        String manifest = image("two", "a");
        HttpResponse<String> answer = put("apps/one", "v1", manifest);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("MANIFEST_BLOB_UNKNOWN");
    }

    @Test
    void referrers_listsWhatNamesTheSubject() throws Exception {
        String manifest = image("two", "a");
        put("two", "v1", manifest);
        Digest subject = Digest.of(manifest.getBytes(UTF_8));
        String about = image("two", "b")
                .replaceFirst(
                        "\\{",
                        "{\"artifactType\":\"application/x\",\"subject\":{\"digest\":\"%s\",\"size\":1,\"mediaType\":\"%s\"},"
                                .formatted(subject, OCI));
        HttpResponse<String> stored =
                put("two", Digest.of(about.getBytes(UTF_8)).toString(), about);
        assertThat(stored.headers().firstValue("OCI-Subject")).hasValue(subject.toString());
        assertThat(call("GET", "/v2/two/referrers/" + subject, "").body())
                .contains("\"artifactType\":\"application/x\"");
        assertThat(call("GET", "/v2/two/referrers/" + subject + "?artifactType=none", "")
                        .body())
                .contains("\"manifests\":[]");
    }

    @Test
    void delete_removesManifestWithItsTags() throws Exception {
        String manifest = image("two", "a");
        put("two", "v1", manifest);
        String byDigest = "/v2/two/manifests/" + Digest.of(manifest.getBytes(UTF_8));
        assertThat(call("DELETE", byDigest, "").statusCode()).isEqualTo(202);
        assertThat(call("GET", "/v2/two/manifests/v1", "").body()).contains("MANIFEST_UNKNOWN");
        assertThat(call("DELETE", byDigest, "").statusCode()).isEqualTo(404);
    }

    @Test
    void open_afterADelete_dropsBlobsThatNothingNames() throws Exception {
        String kept = image("two", "kept");
        put("two", "kept", kept);
        put("two", "gone", image("two", "gone"));
        Digest gone = Digest.of("gone".getBytes(UTF_8));
        assertThat(call("DELETE", "/v2/two/manifests/gone", "").statusCode()).isEqualTo(202);
        ImageStore soon = new ImageStore(folder, Clock.systemUTC());
        assertThat(soon.blob("two", gone)).isPresent();
        soon.removeManifest("two", gone);
        ImageStore later = new ImageStore(folder, Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));
        assertThat(later.blob("two", gone)).isEmpty();
        assertThat(later.blob("two", Digest.of("kept".getBytes(UTF_8)))).isPresent();
        assertThat(later.manifest("two", "kept").orElseThrow().text()).isEqualTo(kept);
    }

    @Test
    void repository_thatIsNotThere_isUnknown() throws Exception {
        assertThat(call("POST", "/v2/none/blobs/uploads/", "").body()).contains("NAME_UNKNOWN");
        assertThat(call("GET", "/v2/%2e%2e/etc/manifests/x", "").statusCode()).isBetween(400, 404);
    }

    private String image(String repository, String content) throws Exception {
        Digest digest = push(repository, content);
        String descriptor = "{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(digest, content.length());
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(OCI, descriptor, descriptor);
    }

    private Digest push(String repository, String content) throws Exception {
        Digest digest = Digest.of(content.getBytes(UTF_8));
        HttpResponse<String> answer =
                call("POST", "/v2/%s/blobs/uploads/?digest=%s".formatted(repository, digest), content);
        assertThat(answer.statusCode()).isEqualTo(201);
        return digest;
    }

    private HttpResponse<String> put(String repository, String reference, String manifest) throws Exception {
        return call("PUT", "/v2/%s/manifests/%s".formatted(repository, reference), manifest, "Content-Type", OCI);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> call(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", BASIC);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://" + server.address() + path);
    }
}
