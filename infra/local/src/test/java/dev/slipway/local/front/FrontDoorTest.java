package dev.slipway.local.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Everything;
import dev.slipway.local.s3.payload.WireSigner;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door over the wire, with services that answer what they were asked. */
final class FrontDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ECHO =
            Map.of("X-Amz-Target", "Echo_1.Echo", "Content-Type", "application/x-amz-json-1.0");
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    @TempDir
    private static Path folder;

    private static FrontDoor door;
    private static Principal cli;
    private static WireClient echo;

    @BeforeAll
    static void open() {
        Principals principals = new Principals(folder);
        cli = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        door = new FrontDoor(
                0,
                List.of(new Echo("echo"), new Echo("lambda")),
                principals,
                Everything.allowedTo(cli.arn()),
                Clock.systemUTC(),
                "build");
        echo = WireClient.of(door.uri(), cli, "echo");
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void jsonCall_isAnsweredInItsOwnVersion() throws Exception {
        HttpResponse<String> answer = echo.send("/", ECHO, "{\"a\":\"ü\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-amz-json-1.0");
        assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("{\"a\":\"ü\",\"by\":\"cli\"}"));
    }

    @Test
    void restCall_withEncodedPathAndQuery_isVerifiedAndDecoded() throws Exception {
        var lambda = WireClient.of(door.uri(), cli, "lambda");

        HttpResponse<String> answer = lambda.send(
                "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aa%2Fb/invocations?Qualifier=live&a=%2B%20&a",
                Map.of(), "{}");

        assertThat(answer.body())
                .startsWith("/2015-03-31/functions/arn:aws:lambda:a/b/invocations")
                .contains("Qualifier=[live]", "a=[+ , ]");
    }

    @Test
    void queryCall_isAnsweredInXml() throws Exception {
        HttpResponse<String> answer = echo.send("/", FORM, "Action=Say&Text=a+%3C%26b&Version=2011-06-15");

        String id = answer.headers().firstValue("x-amzn-requestid").orElseThrow();
        assertThat(answer.body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SayResponse xmlns=\"urn:echo\"><SayResult>"
                        + "<Text>a &lt;&amp;b</Text></SayResult><ResponseMetadata><RequestId>" + id
                        + "</RequestId></ResponseMetadata></SayResponse>");
    }

    @Test
    void presignedCall_isAnswered() throws Exception {
        assertThat(echo.presigning().send("/", ECHO, "{}").statusCode()).isEqualTo(200);
        Clock earlier = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11));
        assertThat(code(echo.presigning().at(earlier).send("/", ECHO, "{}"))).isEqualTo("InvalidSignatureException");
    }

    @ParameterizedTest
    @CsvSource({"-4,200", "4,200", "-6,400", "6,400"})
    void call_clockOff_isTakenWithinFiveMinutes(int minutes, int status) throws Exception {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));

        HttpResponse<String> answer = echo.at(clock).send("/", ECHO, "{}");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(status == 200 ? "" : "InvalidSignatureException");
    }

    @Test
    void call_otherBodyThanSigned_invalidSignature() throws Exception {
        assertThat(code(echo.send("/", ECHO, "{}".getBytes(StandardCharsets.UTF_8), new byte[] {'{', ' ', '}'})))
                .isEqualTo("InvalidSignatureException");
    }

    @Test
    void call_wrongCredentials_areRefusedAsAwsDoes() throws Exception {
        assertThat(code(echo.as("AKIANOBODY", "x").send("/", ECHO, "{}"))).isEqualTo("UnrecognizedClientException");
        assertThat(code(echo.as(cli.accessKeyId(), "x").send("/", ECHO, "{}"))).isEqualTo("InvalidSignatureException");
        assertThat(code(echo.withToken(cli, "x").send("/", ECHO, "{}"))).isEqualTo("UnrecognizedClientException");
        assertThat(echo.withToken(cli, SessionToken.of(cli))
                        .send("/", ECHO, "{}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void call_unsigned_isRefusedInTheCallsProtocol() throws Exception {
        assertThat(code(WireClient.unsigned(door.uri(), ECHO))).isEqualTo("MissingAuthenticationTokenException");
        HttpResponse<String> form = WireClient.unsigned(door.uri(), FORM);
        assertThat(form.statusCode()).isEqualTo(403);
        assertThat(form.body()).contains("<ErrorResponse><Error>", "<Code>MissingAuthenticationToken</Code>");
    }

    @Test
    void call_unknownTargetActionOrService_isSaid() throws Exception {
        var target = Map.of("X-Amz-Target", "Echo_1.None", "Content-Type", "application/x-amz-json-1.1");

        assertThat(code(echo.send("/", target, "{}"))).isEqualTo("UnknownOperationException");
        assertThat(echo.send("/", FORM, "Action=None").body()).contains("<Code>InvalidAction</Code>");
        assertThat(code(WireClient.of(door.uri(), cli, "dynamodb").send("/", ECHO, "{}")))
                .isEqualTo("UnknownOperationException");
    }

    @Test
    void call_bodyThatIsNoSingleJsonObject_serializationException() throws Exception {
        byte[] latin1 = "{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(code(echo.send("/", ECHO, "[]"))).isEqualTo("SerializationException");
        assertThat(code(echo.send("/", ECHO, "{} {}"))).isEqualTo("SerializationException");
        assertThat(code(echo.send("/", ECHO, "{\"number\":\"1\"}"))).isEqualTo("SerializationException");
        assertThat(code(echo.send("/", ECHO, latin1, latin1))).isEqualTo("SerializationException");
    }

    @Test
    void call_bodyOver16MiB_isRefused() throws Exception {
        assertThat(echo.send("/", ECHO, "x".repeat(16 * 1024 * 1024 + 1)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:PORT", "127.0.0.1:1", "127.0.0.1", "127.0.0.1.evil.example:PORT"})
    void call_foreignHost_isRefused(String host) throws Exception {
        int port = door.uri().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            String request = "POST / HTTP/1.1\r\nHost: " + host.replace("PORT", Integer.toString(port))
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void call_amzHeaderThatIsNotSigned_incompleteSignature() throws Exception {
        String host = "127.0.0.1:" + door.uri().getPort();
        var signer = new WireSigner(cli.accessKeyId(), cli.secretAccessKey(), Instant.now(), "echo");
        var signed = new TreeMap<>(Map.of("host", host, "x-amz-date", signer.time()));
        signer.head("POST", "/", "", signed, WireSigner.hex(new byte[0]));
        var headers = new LinkedHashMap<>(ECHO);
        headers.put("X-Amz-Date", signer.time());
        headers.put("Authorization", signer.authorization());

        assertThat(code(WireClient.unsigned(door.uri(), headers))).isEqualTo("IncompleteSignatureException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"})
    void head_thatIsNotHttp_isRefusedInJson(String head) throws Exception {
        try (Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), door.uri().getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/x-amz-json-1.1", "{\"__type\":\"MalformedHttpRequestException\"");
        }
    }

    private static String code(HttpResponse<String> answer) throws Exception {
        String code = JSON.readTree(answer.body()).path("__type").asText();
        assertThat(answer.headers().firstValue("x-amzn-errortype").orElse("")).isEqualTo(code);
        assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
        return code;
    }

    /** Answers in whichever protocol it is asked. */
    private record Echo(String signingName) implements AwsService {
        private static final JsonProtocol JSON_PROTOCOL = JsonProtocol.of(
                        "Echo_1", Members.NONE.and(MemberType.INTEGER, "number"))
                .onRequest("Echo", Echo::echo)
                .on("Nothing", input -> JsonNodeFactory.instance.objectNode())
                .build();
        private static final QueryProtocol QUERY_PROTOCOL = QueryProtocol.of("urn:echo")
                .on("Say", (call, result) -> result.element("Text", call.required("Text")))
                .build();

        @Override
        public List<Access> accesses(AwsRequest request) {
            return List.of(Access.of(signingName + ":Call", request.path()));
        }

        @Override
        public AwsResponse handle(AwsRequest request) {
            if (request.header("X-Amz-Target").isPresent()) {
                return JSON_PROTOCOL.handle(request);
            }
            return signingName.equals("lambda")
                    ? new AwsResponse(200, Map.of(), request.path() + request.query())
                    : QUERY_PROTOCOL.handle(request);
        }

        private static JsonNode echo(JsonNode input, AwsRequest request) {
            return JSON.createObjectNode().put("by", request.principal().name()).setAll((ObjectNode) input);
        }
    }
}
