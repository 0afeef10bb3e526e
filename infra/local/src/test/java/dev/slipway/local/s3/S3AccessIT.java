package dev.slipway.local.s3;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.front.Principal;
import dev.slipway.local.front.SessionToken;
import dev.slipway.local.iam.Policy;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Who gets in, and what the others are told. */
final class S3AccessIT {
    private static final String BUCKET = S3Fixture.BUCKET;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static S3Fixture fixture;

    @BeforeAll
    static void open() {
        fixture = new S3Fixture(folder);
        try (S3Client client = fixture.client()) {
            client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
        }
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void call_wrongSecret_signatureDoesNotMatch() {
        var wrong = AwsBasicCredentials.create(fixture.cli.accessKeyId(), "wrong");

        assertRefused(wrong, 403, "SignatureDoesNotMatch");
    }

    @Test
    void put_wrongSecretWithABody_isAnsweredNotCutOff() {
        var wrong = AwsBasicCredentials.create(fixture.cli.accessKeyId(), "wrong");

        try (S3Client client = fixture.client(wrong)) {
            assertThatThrownBy(() -> client.putObject(
                            r -> r.bucket(BUCKET).key("x"), RequestBody.fromBytes(new byte[4_000_000])))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
        }
    }

    @Test
    void call_unknownKey_invalidAccessKeyId() {
        assertRefused(AwsBasicCredentials.create("AKIANOBODY", "x"), 403, "InvalidAccessKeyId");
    }

    @Test
    void call_withSessionToken_onlyWithItsOwn() {
        Principal role =
                fixture.principals.ensure("Role", "arn:aws:sts::123456789012:assumed-role/slipway-local-Role/slipway");
        fixture.permissions.grant(role.arn(), Policy.allowing("List", "s3:ListBucket"));
        var right = session(role, SessionToken.of(role));

        try (S3Client client = fixture.client(right)) {
            assertThat(client.listObjectsV2(r -> r.bucket(BUCKET)).contents()).isNotEmpty();
        }
        assertRefused(session(role, SessionToken.of(fixture.cli)), 400, "InvalidToken");
    }

    @Test
    void call_unsigned_accessDenied() throws Exception {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(uri("k")).build(), ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("x-amz-request-id")).isPresent();
        assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void call_foreignHost_accessDenied() throws Exception {
        assertThat(raw("evil.example:" + fixture.s3.uri().getPort())).startsWith("HTTP/1.1 403 ");
        assertThat(raw("127.0.0.1:1")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void get_presigned_answersUntilItExpires() throws Exception {
        try (var presigner = fixture.presigner()) {
            URI url = presigner
                    .presignGetObject(r -> r.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(g -> g.bucket(BUCKET).key("k")))
                    .url()
                    .toURI();
            URI tampered = URI.create(url.toString().replace("X-Amz-Expires=60", "X-Amz-Expires=600"));

            assertThat(HTTP.send(HttpRequest.newBuilder(url).build(), ofString())
                            .body())
                    .isEqualTo("hello");
            assertThat(HTTP.send(HttpRequest.newBuilder(tampered).build(), ofString())
                            .body())
                    .contains("SignatureDoesNotMatch");
        }
    }

    @Test
    void put_presigned_storesTheBody() throws Exception {
        try (var presigner = fixture.presigner();
                S3Client client = fixture.client()) {
            URI url = presigner
                    .presignPutObject(r -> r.signatureDuration(Duration.ofMinutes(1))
                            .putObjectRequest(p -> p.bucket(BUCKET).key("presigned")))
                    .url()
                    .toURI();

            HttpRequest put = HttpRequest.newBuilder(url)
                    .PUT(HttpRequest.BodyPublishers.ofString("by url"))
                    .build();

            assertThat(HTTP.send(put, ofString()).statusCode()).isEqualTo(200);
            assertThat(client.getObjectAsBytes(r -> r.bucket(BUCKET).key("presigned"))
                            .asUtf8String())
                    .isEqualTo("by url");
        }
    }

    private static void assertRefused(AwsCredentials credentials, int status, String code) {
        try (S3Client client = fixture.client(credentials)) {
            assertThatThrownBy(client::listBuckets).isInstanceOfSatisfying(S3Exception.class, e -> {
                assertThat(e.statusCode()).isEqualTo(status);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
        }
    }

    private static AwsSessionCredentials session(Principal principal, String token) {
        return AwsSessionCredentials.create(principal.accessKeyId(), principal.secretAccessKey(), token);
    }

    private static URI uri(String key) {
        return URI.create(fixture.s3.uri() + "/" + BUCKET + "/" + key);
    }

    private static String raw(String host) throws Exception {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), fixture.s3.uri().getPort());
                InputStream in = socket.getInputStream()) {
            String request = "GET /" + BUCKET + "/k HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
