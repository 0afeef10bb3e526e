package dev.slipway.local.s3;

import dev.slipway.local.front.Principal;
import dev.slipway.local.s3.awssdk.AwsSdkBlobStore;
import dev.slipway.local.s3.awssdk.Caller;
import dev.slipway.local.s3.objects.ObjectStore;
import dev.slipway.local.s3.payload.Payload;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;

/** S3Proxy's implementation of the protocol, for calls that have been verified. */
final class S3Protocol extends S3ProxyHandler {
    /** The call of this thread, for the grant that S3Proxy asks for in it. */
    private static final ThreadLocal<Call> CALL = new ThreadLocal<>();

    private final ObjectStore store;

    S3Protocol(ObjectStore store) {
        super(
                new AwsSdkBlobStore(store, new Caller("", "", "")),
                AuthenticationType.NONE,
                null,
                null,
                null,
                Payload.MAX_LENGTH,
                S3Servlet.MAX_DOCUMENT,
                0,
                false,
                null,
                null,
                0);
        this.store = store;
        setBlobStoreLocator((identity, bucket, key) -> grant());
    }

    /** Answers a call of a principal, who may do everything. */
    void answer(S3Request request, HttpServletResponse response, InputStream body, Principal principal)
            throws IOException {
        CALL.set(new Call(request, response, principal));
        try {
            doHandle(request, request, response, body, new RequestContext());
        } finally {
            CALL.remove();
        }
    }

    private @Nullable AccessGrant grant() {
        Call call = CALL.get();
        if (call == null) {
            return null;
        }
        Caller caller = new Caller(
                call.principal().account(),
                String.valueOf(call.response().getHeader(S3Servlet.REQUEST_ID)),
                call.request().getRemoteAddr());
        return AccessGrant.anonymous(new AwsSdkBlobStore(store, caller));
    }

    private record Call(S3Request request, HttpServletResponse response, Principal principal) {}
}
