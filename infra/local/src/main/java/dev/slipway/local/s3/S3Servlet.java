package dev.slipway.local.s3;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.LoopbackHost;
import dev.slipway.local.front.SignatureVerifier;
import dev.slipway.local.front.SignedCall;
import dev.slipway.local.front.WireProtocol;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.s3.payload.Payload;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who knocks at the right door with a signature and may do so, lets S3Proxy answer, and words what goes wrong. */
final class S3Servlet extends HttpServlet {
    static final String REQUEST_ID = "x-amz-request-id";
    /** Of a body that is not an object. */
    static final int MAX_DOCUMENT = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(S3Servlet.class);
    private static final long serialVersionUID = 1L;

    private final transient SignatureVerifier verifier;
    private final transient Permissions permissions;
    private final transient S3Protocol protocol;

    S3Servlet(S3Protocol protocol, SignatureVerifier verifier, Permissions permissions) {
        this.protocol = protocol;
        this.verifier = verifier;
        this.permissions = permissions;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (InputStream body = request.getInputStream()) {
            try {
                answer(request, response, body);
            } catch (IOException | RuntimeException e) {
                if (response.isCommitted()) {
                    throw e;
                }
                refuse(Refusals.of(e), request, response, body);
            }
        }
    }

    private void answer(HttpServletRequest sent, HttpServletResponse response, InputStream body) throws IOException {
        SignedCall call = call(sent);
        if (!LoopbackHost.accepts(call.headers().get("host"), sent.getLocalPort())) {
            throw new AwsException(403, "AccessDenied", "the Host header does not name this endpoint");
        }
        SignatureVerifier.Signer signer = verifier.verify(call, signedHash(call), WireProtocol.S3);
        if (!signer.service().equals("s3")) {
            throw new AwsException(
                    400, "AuthorizationHeaderMalformed", "incorrect service '" + signer.service() + "', must be s3");
        }
        String principal = signer.principal().arn();
        permissions.require(principal, NeededAccess.of(call));
        Payload payload = Payload.of(call);
        HeadRules.check(call);
        S3Request request = new S3Request(sent, call, payload.length());
        InputStream verified = payload.open(body, signer.chain());
        try {
            protocol.answer(request, response, request.isUpload() ? verified : whole(verified), signer.principal());
        } catch (RuntimeException e) {
            AwsException refusal = Refusals.of(e);
            if (refusal.code().equals("NoSuchKey")) {
                permissions.require(principal, List.of(NeededAccess.toSeeMissingKeys(call)));
            }
            throw refusal;
        }
        readToEnd(body);
    }

    private static SignedCall call(HttpServletRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.putIfAbsent(
                    name.toLowerCase(Locale.ROOT), String.join(",", Collections.list(request.getHeaders(name))));
        }
        String query = request.getQueryString();
        SignedCall call =
                new SignedCall(request.getMethod(), request.getRequestURI(), query == null ? "" : query, headers);
        try {
            call.decodedPath();
            call.parameters();
            return call;
        } catch (AwsException e) {
            throw new AwsException(400, "InvalidURI", "Couldn't parse the specified URI: " + e.getMessage());
        }
    }

    /** Returns what stands for the body in what is signed: a presigned URL is made before there is one. */
    private static String signedHash(SignedCall call) {
        if (call.header("authorization").isEmpty()) {
            return Payload.UNSIGNED;
        }
        return call.header("x-amz-content-sha256")
                .orElseThrow(() -> new AwsException(
                        400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"));
    }

    /** Reads a body that says what to do before anything is done. */
    private static InputStream whole(InputStream body) throws IOException {
        byte[] document = body.readNBytes(MAX_DOCUMENT);
        if (body.read() >= 0) {
            throw new AwsException(400, "MaxMessageLengthExceeded", "Your request was too large.");
        }
        return new ByteArrayInputStream(document);
    }

    private static void refuse(
            AwsException error, HttpServletRequest request, HttpServletResponse response, InputStream body)
            throws IOException {
        if (request.getContentLengthLong() <= Payload.MAX_LENGTH) {
            readToEnd(body);
        }
        String id = response.getHeader(REQUEST_ID);
        if (id == null) {
            id = UUID.randomUUID().toString().replace("-", "").substring(16).toUpperCase(Locale.ROOT);
            response.setHeader(REQUEST_ID, id);
        }
        response.setStatus(error.status());
        if (error.status() != HttpServletResponse.SC_NOT_MODIFIED) {
            AwsResponse answer = WireProtocol.S3.encode(error, id, "");
            answer.headers().forEach(response::setHeader);
            response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads what is left of a body before its answer goes out. Jetty closes a connection whose body has not all come by
     * then, and the JDK's HTTP client takes that, as an answer in the place of the 100 that it asked for, for a broken
     * connection: a put that was refused, or even done, would look as if it had been lost. Who sends more than any
     * object may have finds the connection closed.
     */
    private static void readToEnd(InputStream body) {
        byte[] buffer = new byte[64 * 1024];
        try {
            long left = Payload.MAX_LENGTH;
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = body.read(buffer);
            }
        } catch (IOException e) {
            LOG.debug("the client went away", e);
        }
    }
}
