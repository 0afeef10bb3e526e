package dev.slipway.steps.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;

/** Every function of the template has samples that its handler takes, and infra/README.md says how to call it with them. */
class SampleInvocationsTest {
    private static final Path INFRA = Path.of("../../infra");
    private static final Pattern FUNCTION = Pattern.compile("(?m)^  (\\w+Function):\\n[^#]*?Handler: (\\S+)$");
    private static final Pattern CALL = Pattern.compile("(?m)^    invoke (\\w+) +-e (\\S+)$");
    private static final Pattern VARIABLE = Pattern.compile("SLIPWAY_[A-Z_]+(?=:)");

    private static HttpServer refusing;

    @BeforeAll
    static void start() throws IOException {
        refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        refusing.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        refusing.start();
    }

    @AfterAll
    static void stop() {
        refusing.stop(0);
    }

    static Stream<List<String>> calls() throws IOException {
        return CALL.matcher(Files.readString(INFRA.resolve("README.md")))
                .results()
                .map(call -> List.of(call.group(1), call.group(2)));
    }

    @Test
    void readme_callsEveryFunctionOfTheTemplate() throws IOException {
        assertThat(handlers()).hasSize(9);
        assertThat(calls().map(call -> call.get(0)).distinct())
                .containsExactlyInAnyOrderElementsOf(handlers().keySet());
    }

    /** Whatever it is asked to do it is refused to do: what counts is that it began. */
    @ParameterizedTest
    @MethodSource("calls")
    void handler_sample_isUnderstood(List<String> call) throws Exception {
        RequestStreamHandler handler = handler(handlers().get(call.get(0)));
        byte[] sample = Files.readAllBytes(INFRA.resolve(call.get(1)));

        Throwable failure = catchThrowable(() -> handler.handleRequest(
                new ByteArrayInputStream(sample), new ByteArrayOutputStream(), new Invocation(null)));

        if (failure != null) {
            assertThat(failure).isInstanceOf(SdkException.class);
        }
    }

    @Test
    void handler_otherSample_isNotUnderstood() throws Exception {
        RequestStreamHandler handler = handler(handlers().get("SetupFunction"));
        byte[] sample = Files.readAllBytes(INFRA.resolve("../events/samples/cancel-request.json"));

        assertThatCode(() -> handler.handleRequest(
                        new ByteArrayInputStream(sample), new ByteArrayOutputStream(), new Invocation(null)))
                .hasMessage("$.input is missing");
    }

    private static Map<String, String> handlers() throws IOException {
        Map<String, String> handlers = new LinkedHashMap<>();
        FUNCTION.matcher(template()).results().forEach(found -> handlers.put(found.group(1), found.group(2)));
        return handlers;
    }

    private static RequestStreamHandler handler(String name) throws Exception {
        Map<String, String> environment = new HashMap<>();
        VARIABLE.matcher(template())
                .results()
                .map(MatchResult::group)
                .forEach(variable -> environment.put(variable, "1"));
        environment.put(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + refusing.getAddress().getPort());
        environment.put("AWS_ACCESS_KEY_ID", "id");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        return Class.forName(name)
                .asSubclass(RequestStreamHandler.class)
                .getConstructor(Map.class)
                .newInstance(environment);
    }

    private static String template() throws IOException {
        return Files.readString(INFRA.resolve("template.yaml"));
    }
}
