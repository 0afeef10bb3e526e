package dev.slipway.local.front;

import java.util.HexFormat;

/**
 * A secret narrowed to a day, a region and a service, and the moment of the signatures made with it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed request</a>
 */
final class SigningKey {
    private final byte[] key;
    private final String context;

    private SigningKey(byte[] key, String context) {
        this.key = key;
        this.context = context;
    }

    static SigningKey of(String secret, Signature signature) {
        byte[] key = Digests.hmac(Digests.utf8("AWS4" + secret), signature.date());
        key = Digests.hmac(key, signature.region());
        key = Digests.hmac(key, signature.service());
        key = Digests.hmac(key, "aws4_request");
        return new SigningKey(key, signature.time() + "\n" + signature.scope());
    }

    /** Signs what follows algorithm, time and scope in a string to sign, and returns the signature in hexadecimal. */
    String sign(String algorithm, String... rest) {
        String text = algorithm + "\n" + context + "\n" + String.join("\n", rest);
        return HexFormat.of().formatHex(Digests.hmac(key, text));
    }
}
