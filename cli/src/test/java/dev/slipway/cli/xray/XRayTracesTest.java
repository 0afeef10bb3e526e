package dev.slipway.cli.xray;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.Codec;
import dev.slipway.telemetry.tree.TraceTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.xray.XRayClient;

/** Over the wire: what X-Ray is asked, in which order, and what is made of its answers. */
class XRayTracesTest {
    private static final String TRACE = "6921c5d000112233445566778899a41e";
    private static final Instant NOW = Instant.parse("2026-11-25T01:00:00Z");
    private static final String EMPTY = "{\"Traces\":[],\"UnprocessedTraceIds\":[]}";
    private static final String DEPLOY =
            "{'id':'53995c3f42cd8ad8','name':'deploy','start_time':1.5,'end_time':2}".replace('\'', '"');
    private static final String CHILD =
            "{'id':'0000000000000002','parent_id':'53995c3f42cd8ad8','name':'deploy.pack','start_time':1.5,'end_time':2}"
                    .replace('\'', '"');

    private record Asked(String path, JsonNode body) {}

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<Duration> rests = new ArrayList<>();
    private HttpServer server;
    private XRayClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = XRayClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestURI().getPath(),
                Codec.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8))));
        String answer = answers.remove();
        boolean refused = answer.contains("\"message\"");
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (refused) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", "InvalidRequestException");
        }
        exchange.sendResponseHeaders(refused ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void otlpJson_indexedOverTwoPages_isOneTrace() throws Exception {
        answers.add(indexed("more", DEPLOY));
        answers.add(indexed(null, CHILD));

        TraceTree tree = TraceTree.parse(fetch(NOW).orElseThrow());

        assertThat(tree.outline()).isEqualTo("deploy INTERNAL\n  deploy.pack INTERNAL\n");
        assertThat(asked).extracting(Asked::path).containsOnly("/Traces");
        assertThat(asked.get(0).body().path("TraceIds"))
                .extracting(JsonNode::asText)
                .containsExactly("1-6921c5d0-00112233445566778899a41e");
        assertThat(asked.get(1).body().path("NextToken").asText()).isEqualTo("more");
        assertThat(rests).isEmpty();
    }

    @Test
    void otlpJson_notIndexed_isRetrievedFromTheLogGroup() throws Exception {
        answers.add(EMPTY);
        answers.add("{\"RetrievalToken\":\"T\"}");
        answers.add("{\"RetrievalStatus\":\"RUNNING\",\"Traces\":[]}");
        answers.add(retrieved("more", DEPLOY));
        answers.add(retrieved(null, CHILD));

        TraceTree tree = TraceTree.parse(fetch(NOW).orElseThrow());

        assertThat(tree.spans()).hasSize(2);
        assertThat(asked)
                .extracting(Asked::path)
                .containsExactly(
                        "/Traces",
                        "/StartTraceRetrieval",
                        "/ListRetrievedTraces",
                        "/ListRetrievedTraces",
                        "/ListRetrievedTraces");
        assertThat(asked.get(2).body().path("TraceFormat").asText()).isEqualTo("XRAY");
        assertThat(asked.get(2).body().path("RetrievalToken").asText()).isEqualTo("T");
        assertThat(rests).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void otlpJson_deploymentHasJustEnded_isAskedForUntilItIsWhole() throws Exception {
        String refusal = "{\"message\":\"Transaction Search is not enabled\"}";
        answers.add(indexed(null, CHILD));
        answers.add(refusal);
        answers.add(indexed(null, CHILD, DEPLOY));

        assertThat(TraceTree.parse(fetch(NOW).orElseThrow()).orphans()).isEmpty();

        assertThat(rests).hasSize(1);
    }

    @Test
    void otlpJson_endedLongAgo_isWhatThereIs() throws Exception {
        answers.add(indexed(null, CHILD));
        answers.add("{\"message\":\"Transaction Search is not enabled\"}");

        assertThat(TraceTree.parse(fetch(NOW.minusSeconds(60)).orElseThrow()).orphans())
                .hasSize(1);
        assertThat(rests).isEmpty();
    }

    @Test
    void otlpJson_nothingAnywhere_isEmpty() {
        answers.add(EMPTY);
        answers.add("{\"RetrievalToken\":\"T\"}");
        answers.add("{\"RetrievalStatus\":\"COMPLETE\",\"Traces\":[]}");

        assertThat(fetch(null)).isEmpty();
    }

    private Optional<String> fetch(@Nullable Instant ended) {
        return new XRayTraces(client, Clock.fixed(NOW, ZoneOffset.UTC), rests::add)
                .otlpJson(TRACE, NOW.minusSeconds(90), ended);
    }

    private static String indexed(@Nullable String next, String... documents) {
        return answer("Segments", next, documents);
    }

    private static String retrieved(@Nullable String next, String... documents) {
        return answer("Spans", next, documents).replace("{\"Traces\"", "{\"RetrievalStatus\":\"COMPLETE\",\"Traces\"");
    }

    private static String answer(String parts, @Nullable String next, String... documents) {
        var answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("Traces")
                .addObject()
                .put("Id", XRayTraces.id(TRACE))
                .putArray(parts);
        for (String document : documents) {
            list.addObject().put("Id", "1").put("Document", document);
        }
        return next == null ? answer.toString() : answer.put("NextToken", next).toString();
    }
}
