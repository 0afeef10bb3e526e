package dev.slipway.local.front;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.local.iam.AccessDenied;
import dev.slipway.local.iam.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a call off the wire, verifies it, asks whether its caller may make it, lets its service answer, and writes every refusal in the call's protocol. */
final class FrontHandler extends Handler.Abstract {
    static final String REQUEST_ID = "x-amzn-RequestId";

    private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);
    private static final String HEALTH = "/_slipway/health";
    private static final int MAX_BODY = 16 * 1024 * 1024;

    private final Map<String, AwsService> services = new HashMap<>();
    private final SignatureVerifier verifier;
    private final Permissions permissions;
    private final AwsResponse health;

    FrontHandler(
            List<? extends AwsService> services, SignatureVerifier verifier, Permissions permissions, String buildId) {
        for (AwsService service : services) {
            this.services.put(service.signingName(), service);
        }
        this.verifier = verifier;
        this.permissions = permissions;
        String body =
                JsonNodeFactory.instance.objectNode().put("buildId", buildId).toString();
        this.health = new AwsResponse(200, Map.of("content-type", "application/json"), body);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SignedCall call = call(request);
        WireProtocol protocol = WireProtocol.of(call);
        String requestId = UUID.randomUUID().toString();
        AwsResponse answer;
        try {
            answer = answer(request, call, protocol);
        } catch (AwsException e) {
            answer = encode(e, call, protocol, requestId);
        } catch (AccessDenied e) {
            answer = encode(Refusal.DENIED.in(protocol, e.getMessage()), call, protocol, requestId);
        } catch (IOException | RuntimeException e) {
            LOG.warn("failed to answer {} {}", call.method(), call.path(), e);
            AwsException failure = new AwsException(500, "InternalFailure", "failed to answer the call: " + e);
            answer = encode(failure, call, protocol, requestId);
        }
        write(answer, REQUEST_ID, requestId, response, callback);
        return true;
    }

    private AwsResponse answer(Request request, SignedCall call, WireProtocol protocol) throws IOException {
        int port = Request.getLocalPort(request);
        if (!LoopbackHost.accepts(request.getHeaders().get("Host"), port)) {
            throw new AwsException(403, "AccessDeniedException", "the Host header does not name this endpoint");
        }
        if (call.path().equals(HEALTH) && call.method().equals("GET")) {
            return health;
        }
        byte[] body = body(request);
        String hash = Digests.sha256Hex(body);
        if (call.header("x-amz-content-sha256")
                .filter(given -> !given.equals(hash))
                .isPresent()) {
            throw Refusal.MISMATCH.in(protocol, "The x-amz-content-sha256 header does not match what was computed.");
        }
        SignatureVerifier.Signer signer = verifier.verify(call, hash, protocol);
        AwsService service = services.get(signer.service());
        if (service == null) {
            throw new AwsException(
                    400, "UnknownOperationException", "the local cloud has no service '" + signer.service() + "'");
        }
        AwsRequest verified = new AwsRequest(
                call.method(), call.decodedPath(), call.parameters(), call.headers(), text(body), signer.principal());
        permissions.require(signer.principal().arn(), service.accesses(verified));
        return service.handle(verified);
    }

    private static byte[] body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new AwsException(413, "RequestEntityTooLargeException", "the body is larger than 16 MiB");
            }
            return body;
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AwsException(400, "SerializationException", "the body is not UTF-8");
        }
    }

    private static SignedCall call(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.merge(field.getLowerCaseName(), value, (first, second) -> first + "," + second);
        }
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return new SignedCall(
                request.getMethod(), path == null || path.isEmpty() ? "/" : path, query == null ? "" : query, headers);
    }

    private static AwsResponse encode(AwsException e, SignedCall call, WireProtocol protocol, String requestId) {
        return protocol.encode(e, requestId, call.headers().getOrDefault("content-type", "application/x-amz-json-1.1"));
    }

    static void write(
            AwsResponse answer, String requestIdHeader, String requestId, Response response, Callback callback) {
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(requestIdHeader, requestId);
        answer.headers().forEach(headers::put);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        headers.put("Content-Length", Integer.toString(body.length));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
