package dev.slipway.local.front;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Tells for endpoints other than the front door which of the principals has signed a request. */
public final class SignatureCheck {
    private static final String EMPTY = Digests.sha256Hex(new byte[0]);

    private final SignatureVerifier verifier;

    /** Checks against these principals at this clock's time. */
    public SignatureCheck(Principals principals, Clock clock) {
        this.verifier = new SignatureVerifier(principals, clock);
    }

    /**
     * Checks a request without its body: what {@code x-amz-content-sha256} says of the body is covered by the signature,
     * and without it the body is taken to be empty.
     *
     * @param service that the signature must be for, such as {@code lambda}
     * @param target path and query as they came over the wire
     * @param headers by lower-case name
     */
    public Optional<Principal> signer(String service, String method, String target, Map<String, String> headers) {
        int query = target.indexOf('?');
        SignedCall call = new SignedCall(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                headers);
        try {
            String hash = headers.getOrDefault("x-amz-content-sha256", EMPTY);
            SignatureVerifier.Signer signer = verifier.verify(call, hash, WireProtocol.REST_JSON);
            return signer.service().equals(service) ? Optional.of(signer.principal()) : Optional.empty();
        } catch (AwsException refused) {
            return Optional.empty();
        }
    }
}
