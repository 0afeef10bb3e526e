package dev.slipway.local.front;

import java.util.Base64;

/**
 * The session token that goes with a principal's credentials. It is derived from the secret, so nothing more has to be
 * stored, and a token of one principal is worth nothing with the key of another.
 */
public final class SessionToken {
    private SessionToken() {}

    /** Returns the token of a principal. */
    public static String of(Principal principal) {
        byte[] mac = Digests.hmac(Digests.utf8(principal.secretAccessKey()), "slipway session token");
        return Base64.getEncoder().encodeToString(mac);
    }

    /** Returns whether a token is that of a principal, in constant time. */
    static boolean matches(Principal principal, String token) {
        return Digests.same(of(principal), token);
    }
}
