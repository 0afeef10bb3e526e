package dev.slipway.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.async.EventQueue;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.Refusals;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The Invoke call. */
final class InvokeCalls {
    private static final int MAX_SYNCHRONOUS_BYTES = 6 * 1024 * 1024;
    private static final int MAX_EVENT_BYTES = 1024 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Invoker invoker;
    private final EventQueue events;
    private final Arns arns;

    InvokeCalls(Invoker invoker, EventQueue events, Arns arns) {
        this.invoker = invoker;
        this.events = events;
        this.arns = arns;
    }

    AwsResponse invoke(Call call) {
        FunctionName name = call.name();
        String type = call.request().header("x-amz-invocation-type").orElse("RequestResponse");
        Configuration version = invoker.resolve(name);
        String payload = payload(call, type.equals("Event") ? MAX_EVENT_BYTES : MAX_SYNCHRONOUS_BYTES);
        Invocation invocation = Invocation.of(
                        arns.of(name),
                        payload,
                        call.request().header("x-amzn-trace-id").orElse(null))
                .withClientContext(call.request()
                        .header("x-amz-client-context")
                        .map(InvokeCalls::decode)
                        .orElse(null));
        return switch (type) {
            case "RequestResponse" -> synchronous(call, version, invocation);
            case "Event" -> {
                events.accept(invocation);
                yield answer(202, invocation, "", Map.of());
            }
            case "DryRun" -> answer(204, invocation, "", Map.of());
            default ->
                throw Refusals.validation(
                        type, "invocationType", "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        };
    }

    private AwsResponse synchronous(Call call, Configuration version, Invocation invocation) {
        Outcome outcome = invoker.invoke(version, invocation);
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Amz-Executed-Version", version.version());
        if (outcome.failed()) {
            headers.put("X-Amz-Function-Error", "Unhandled");
        }
        if (call.request().header("x-amz-log-type").filter("Tail"::equals).isPresent()) {
            headers.put(
                    "X-Amz-Log-Result",
                    Base64.getEncoder().encodeToString(outcome.logTail().getBytes(StandardCharsets.UTF_8)));
        }
        return answer(200, invocation, outcome.payload(), headers);
    }

    private static AwsResponse answer(int status, Invocation invocation, String body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-RequestId", invocation.requestId());
        headers.put("X-Amzn-Trace-Id", invocation.traceHeader());
        return new AwsResponse(status, headers, body);
    }

    private static String payload(Call call, int limit) {
        String payload = call.request().body();
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limit) {
            throw new AwsException(
                    413,
                    "RequestTooLargeException",
                    bytes + " byte payload is too large for the invocation type (limit " + limit + " bytes)");
        }
        if (payload.isBlank()) {
            return "{}";
        }
        try {
            JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new AwsException(
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json: Could not parse payload into json: "
                            + e.getOriginalMessage());
        }
        return payload;
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsException(
                    400, "InvalidRequestContentException", "Client context must be valid Base64-encoded");
        }
    }
}
