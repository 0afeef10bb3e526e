package dev.slipway.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.front.AwsResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeployedAppTest {
    private static final String EVENT = """
            {"version":"2.0","rawPath":"/where","rawQueryString":"a=1","headers":{"host":"probe","x-one":"1"},
             "cookies":["c=d"],"requestContext":{"http":{"method":"GET"}},"isBase64Encoded":false}""";
    private final MemoryImages images = new MemoryImages();

    @TempDir
    Path folder;

    private LambdaFixture fixture;

    @BeforeEach
    void start() {
        fixture = new LambdaFixture(folder, images);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** A web app in one file: it says its version, path and environment, and can be told to die. */
    private String app(String version) {
        return images.add(
                version,
                List.of("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "/app/App.java"),
                MemoryImages.file("app/App.java", """
                        import com.sun.net.httpserver.HttpServer;
                        import java.net.InetSocketAddress;
                        public class App {
                            public static void main(String[] args) throws Exception {
                                int port = Integer.parseInt(System.getenv("PORT"));
                                HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
                                server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
                                server.createContext("/", exchange -> {
                                    String path = exchange.getRequestURI().toString();
                                    if (path.equals("/die")) {
                                        System.out.println("dying as told");
                                        Runtime.getRuntime().halt(3);
                                    }
                                    byte[] sent = exchange.getRequestBody().readAllBytes();
                                    byte[] body = ("@NAME@ " + path + " " + System.getenv("GREETING") + " "
                                        + System.getenv("AWS_LAMBDA_FUNCTION_VERSION") + " " + sent.length + " "
                                        + exchange.getRequestHeaders().getFirst("X-Forwarded-For")).getBytes();
                                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                                    exchange.sendResponseHeaders(200, body.length);
                                    exchange.getResponseBody().write(body);
                                    exchange.close();
                                });
                                server.start();
                                System.out.println("listening");
                            }
                        }
                        """.replace("@NAME@", version)));
    }

    @Test
    void url_request_reachesTheAppWithItsEnvironment() throws Exception {
        fixture.create("app", app("one"));
        String url = fixture.publicUrl("app", fixture.publish("app", app("one")));

        HttpResponse<String> response = LambdaFixture.get(url + "hello?x=1");

        assertThat(response.body()).isEqualTo("one /hello?x=1 hello 1 0 127.0.0.1");
        await().untilAsserted(() -> assertThat(fixture.logs).contains("/aws/lambda/app listening"));
    }

    @Test
    void invoke_urlEvent_translatedBothWays() throws Exception {
        fixture.create("app", app("one"));

        AwsResponse response = fixture.call("POST", "/2015-03-31/functions/app/invocations", EVENT, Map.of());

        JsonNode answer = new ObjectMapper().readTree(response.body());
        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(answer.path("body").asText()).startsWith("one /where?a=1 hello $LATEST");
        assertThat(answer.at("/headers/content-type").asText()).isEqualTo("text/plain");
        assertThat(answer.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(response.headers()).containsEntry("X-Amz-Executed-Version", "$LATEST");
    }

    @Test
    void invoke_appThatExits_exitErrorWithItsLastLines() {
        String uri = images.add(
                "bad", List.of("/app/run"), MemoryImages.file("app/run", "#!/bin/sh\necho no database >&2\nexit 1\n"));
        fixture.create("bad", uri);

        AwsResponse response =
                fixture.call("POST", "/2015-03-31/functions/bad/invocations", EVENT, Map.of("x-amz-log-type", "Tail"));

        assertThat(response.headers()).containsEntry("X-Amz-Function-Error", "Unhandled");
        assertThat(response.body())
                .matches(
                        "\\{\"errorMessage\":\"RequestId: [-0-9a-f]+ Error: Runtime exited with error: exit status 1\","
                                + "\"errorType\":\"Runtime.ExitError\"\\}");
        assertThat(new String(
                        Base64.getDecoder().decode(response.headers().get("X-Amz-Log-Result")), StandardCharsets.UTF_8))
                .contains("no database");
    }

    @Test
    void url_appDies_502AndStartedAgainByTheNextRequest() throws Exception {
        fixture.create("app", app("one"));
        String url = fixture.publicUrl("app", fixture.publish("app", app("one")));

        HttpResponse<String> died = LambdaFixture.get(url + "die");

        assertThat(died.statusCode()).isEqualTo(502);
        assertThat(died.body()).isEqualTo("{\"Message\":\"Internal Server Error\"}");
        assertThat(LambdaFixture.get(url).statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(fixture.logs)
                .contains("/aws/lambda/app Error: Runtime exited with error: exit status 3 Runtime.ExitError"));
    }

    @Test
    void aliasMoves_underLoad_noRequestFailsAndTheOldAppEnds() throws Exception {
        fixture.create("app", app("one"));
        String url = fixture.publicUrl("app", fixture.publish("app", app("one")));
        LambdaFixture.get(url);
        String second = fixture.publish("app", app("two"));
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger fromSecond = new AtomicInteger();
        AtomicBoolean running = new AtomicBoolean(true);
        CompletableFuture<Void> client = CompletableFuture.runAsync(() -> {
            while (running.get()) {
                try {
                    HttpResponse<String> response = LambdaFixture.get(url);
                    (response.statusCode() == 200 ? fromSecond : failed)
                            .addAndGet(
                                    response.statusCode() != 200
                                                    || response.body().startsWith("two")
                                            ? 1
                                            : 0);
                } catch (Exception e) {
                    failed.incrementAndGet();
                }
            }
        });

        fixture.point("app", second);

        await().atMost(Duration.ofSeconds(20)).until(() -> fromSecond.get() > 50);
        await().atMost(Duration.ofSeconds(20)).until(() -> running(folder) == 1);
        running.set(false);
        client.get();
        assertThat(failed).hasValue(0);
    }

    @Test
    void url_largeBodyWithExpect_streamsThrough() throws Exception {
        fixture.create("app", app("one"));
        String url = fixture.publicUrl("app", fixture.publish("app", app("one")));

        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "upload"))
                                .expectContinue(true)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[20 << 20]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).startsWith("one /upload hello 1 " + (20 << 20) + " ");
    }

    @Test
    void restart_portTaken_openedWhenItIsFree() throws Exception {
        fixture.create("app", app("one"));
        String url = fixture.publicUrl("app", fixture.publish("app", app("one")));
        fixture.close();

        try (ServerSocket other = new ServerSocket(URI.create(url).getPort(), 1, InetAddress.getLoopbackAddress())) {
            fixture = new LambdaFixture(folder, images);
            assertThat(other.isBound()).isTrue();
        }

        await().ignoreExceptions().until(() -> LambdaFixture.get(url).statusCode() == 200);
    }

    @Test
    void restart_oldUrlAnswersAgain() throws Exception {
        fixture.create("app", app("one"));
        String url = fixture.publicUrl("app", fixture.publish("app", app("one")));
        LambdaFixture.get(url);
        fixture.close();

        fixture = new LambdaFixture(folder, images);

        assertThat(LambdaFixture.get(url).statusCode()).isEqualTo(200);
    }

    private static int running(Path folder) {
        String[] notes = folder.resolve("host/running").toFile().list();
        return notes == null ? 0 : notes.length;
    }
}
