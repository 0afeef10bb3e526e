package dev.slipway.local.s3;

import dev.slipway.local.front.LoopbackHost;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SessionToken;
import dev.slipway.local.s3.awssdk.AwsSdkBlobStore;
import dev.slipway.local.s3.awssdk.Caller;
import dev.slipway.local.s3.objects.ObjectStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Lets in who knocks at the right door with a signature, lets S3Proxy answer, and words what goes wrong. */
final class S3Servlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(S3Servlet.class);
    private static final long serialVersionUID = 1L;
    /** The exchange of this thread, for the grant that S3Proxy asks for in it. */
    private static final ThreadLocal<Exchange> EXCHANGE = new ThreadLocal<>();

    private final transient ObjectStore store;
    private final transient Principals principals;
    private final transient S3Protocol protocol;

    S3Servlet(ObjectStore store, Principals principals) {
        this.store = store;
        this.principals = principals;
        this.protocol = new S3Protocol(new AwsSdkBlobStore(store, new Caller("", "", "")));
        protocol.setBlobStoreLocator((identity, bucket, key) -> grant(identity));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (InputStream body = request.getInputStream()) {
            try {
                answer(request, response, body);
            } catch (AwsServiceException e) {
                refuse(e, request, response, body);
            } catch (UnsupportedOperationException e) {
                refuse(S3Protocol.error(501, "NotImplemented", e.getMessage()), request, response, body);
            } catch (IllegalArgumentException e) {
                refuse(S3Protocol.error(400, "InvalidArgument", e.getMessage()), request, response, body);
            } catch (RuntimeException e) {
                refuse(known(e), request, response, body);
            }
        } finally {
            EXCHANGE.remove();
        }
    }

    private void answer(HttpServletRequest sent, HttpServletResponse response, InputStream body) throws IOException {
        S3Request request = new S3Request(sent);
        EXCHANGE.set(new Exchange(request, response));
        if (!LoopbackHost.accepts(request.getHeader("Host"), request.getLocalPort())) {
            throw S3Protocol.error(403, "AccessDenied", "the Host header does not name this endpoint");
        }
        String authorization = request.getHeader("Authorization");
        boolean version2 = authorization == null
                ? request.getParameter("AWSAccessKeyId") != null
                : authorization.startsWith("AWS ");
        if (version2) {
            throw S3Protocol.error(
                    400,
                    "InvalidRequest",
                    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }
        if (authorization == null && request.getParameter("X-Amz-Algorithm") == null) {
            throw S3Protocol.error(403, "AccessDenied", "Access Denied");
        }
        protocol.answer(request, response, body);
        readToEnd(body);
    }

    /** Grants everything to every principal; S3Proxy then verifies the signature against its secret. */
    private @Nullable AccessGrant grant(@Nullable String accessKeyId) {
        Optional<Principal> known = accessKeyId == null ? Optional.empty() : principals.find(accessKeyId);
        Exchange exchange = EXCHANGE.get();
        if (known.isEmpty() || exchange == null) {
            return null;
        }
        Principal principal = known.get();
        S3Request request = exchange.request();
        String token = Optional.ofNullable(request.getHeader("x-amz-security-token"))
                .orElseGet(() -> request.getParameter("X-Amz-Security-Token"));
        if (token != null && !SessionToken.matches(principal, token)) {
            throw S3Protocol.error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        }
        Caller caller = new Caller(
                principal.account(),
                String.valueOf(exchange.response().getHeader("x-amz-request-id")),
                request.getRemoteAddr());
        return new AccessGrant(principal.secretAccessKey(), new AwsSdkBlobStore(store, caller));
    }

    /** Finds the error that S3Proxy met while the store read the body. */
    private static AwsServiceException known(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException error) {
                return error;
            }
            if (cause instanceof EOFException) {
                return S3Protocol.error(400, "IncompleteBody", "The request body terminated unexpectedly");
            }
        }
        LOG.warn("failed to answer a call to S3", e);
        return S3Protocol.error(500, "InternalError", "We encountered an internal error. Please try again.");
    }

    private void refuse(
            AwsServiceException error, HttpServletRequest request, HttpServletResponse response, InputStream body)
            throws IOException {
        readToEnd(body);
        protocol.refuse(error, request, response);
    }

    /**
     * Reads what is left of a body before its answer goes out. Jetty closes a connection whose body has not all come by
     * then, and the JDK's HTTP client takes that, as an answer in the place of the 100 that it asked for, for a broken
     * connection: a put that was refused, or even done, would look as if it had been lost. S3Proxy leaves the last,
     * empty chunk and the trailer of every chunked body unread.
     */
    private static void readToEnd(InputStream body) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("the client went away", e);
        }
    }

    /** A request and its response. */
    private record Exchange(S3Request request, HttpServletResponse response) {}
}
