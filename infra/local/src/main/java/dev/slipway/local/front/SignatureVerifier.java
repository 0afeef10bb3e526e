package dev.slipway.local.front;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verifies Signature Version 4, in a header or in a presigned URL, against the credentials of the principals. Any
 * region in the credential scope is taken: one local cloud stands for the region that its user works in.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature Version 4</a>
 */
public final class SignatureVerifier {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Principals principals;
    private final Clock clock;

    /** Verifies against these principals at this clock's time. */
    public SignatureVerifier(Principals principals, Clock clock) {
        this.principals = principals;
        this.clock = clock;
    }

    /**
     * Returns who signed a call, and for which service.
     *
     * @param payloadHash the SHA-256 of the body in hexadecimal, or what stands for it in the signature
     * @throws AwsException with the code that the protocol has for the refusal
     */
    public Signer verify(SignedCall call, String payloadHash, WireProtocol protocol) {
        Signature signature = Signature.of(call, protocol);
        Instant signedAt = time(signature, protocol);
        Principal principal = principals
                .find(signature.accessKeyId())
                .orElseThrow(() ->
                        Refusal.UNKNOWN_KEY.in(protocol, "The security token included in the request is invalid."));
        checkSignedHeaders(call, signature, protocol);
        SigningKey key = SigningKey.of(principal.secretAccessKey(), signature);
        String canonical = call.canonical(protocol, signature.signedHeaders(), payloadHash);
        String expected = key.sign(Signature.ALGORITHM, Digests.sha256Hex(Digests.utf8(canonical)));
        if (!Digests.same(expected, signature.hex())) {
            throw Refusal.MISMATCH.in(
                    protocol,
                    "The request signature we calculated does not match the signature you provided."
                            + " Check your AWS Secret Access Key and signing method.");
        }
        // Only after the signature: who cannot sign is not told about tokens and clocks of who can.
        checkTime(signature, signedAt, protocol);
        if (signature.token() != null && !SessionToken.matches(principal, signature.token())) {
            throw Refusal.WRONG_TOKEN.in(protocol, "The security token included in the request is invalid.");
        }
        return new Signer(principal, signature.service(), new SignatureChain(key, expected));
    }

    /** What is not signed anybody on the way may add: it could turn a put into a copy. */
    private static void checkSignedHeaders(SignedCall call, Signature signature, WireProtocol protocol) {
        List<String> signed = signature.signedHeaders();
        Stream.concat(Stream.of("host"), call.headers().keySet().stream().filter(name -> name.startsWith("x-amz-")))
                .filter(name -> !signed.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.UNSIGNED_HEADER.in(
                            protocol, "'" + name + "' must be a 'SignedHeader' in the AWS signature.");
                });
    }

    private static Instant time(Signature signature, WireProtocol protocol) {
        try {
            Instant time = Instant.from(TIME.parse(signature.time()));
            if (signature.time().startsWith(signature.date())) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Refused below, as a date of another day is.
        }
        Refusal refusal = signature.presigned() ? Refusal.INCOMPLETE_URL : Refusal.INCOMPLETE;
        throw refusal.in(
                protocol,
                "Date must be in ISO-8601 'basic format' and of the credential scope's day: " + signature.time());
    }

    private void checkTime(Signature signature, Instant signedAt, WireProtocol protocol) {
        Instant now = clock.instant();
        Duration skew = protocol.skew();
        Refusal refusal = signature.presigned() ? Refusal.WRONG_TIME_FOR_URL : Refusal.WRONG_TIME;
        if (signedAt.isAfter(now.plus(skew))) {
            throw refusal.in(
                    protocol,
                    "Signature not yet current: %s is still later than %s (%s + %d min.)"
                            .formatted(
                                    signature.time(), TIME.format(now.plus(skew)), TIME.format(now), skew.toMinutes()));
        }
        Duration validity = signature.presigned() ? signature.validity() : skew;
        if (signedAt.isBefore(now.minus(validity))) {
            throw refusal.in(
                    protocol,
                    "Signature expired: %s is now earlier than %s (%s - %d min.)"
                            .formatted(
                                    signature.time(),
                                    TIME.format(now.minus(validity)),
                                    TIME.format(now),
                                    validity.toMinutes()));
        }
    }

    /**
     * Who signed a call, and the service that the signature is scoped to.
     *
     * @param chain for what of the body is signed by itself
     */
    public record Signer(Principal principal, String service, SignatureChain chain) {}
}
