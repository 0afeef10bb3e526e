package dev.slipway.local.front;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a Host header names a loopback endpoint. A page on the web can make its own host name resolve to
 * 127.0.0.1 (DNS rebinding) and would then talk to us with the browser's help; the Host header gives it away.
 */
public final class LoopbackHost {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private LoopbackHost() {}

    /** Returns whether the header names this machine's loopback address, by number or as localhost, with this port. */
    public static boolean accepts(@Nullable String header, int port) {
        if (header == null) {
            return false;
        }
        String host = header.toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        if (colon < 0 || host.endsWith("]")) {
            return port == 80 && NAMES.contains(host);
        }
        return NAMES.contains(host.substring(0, colon))
                && host.substring(colon + 1).equals(Integer.toString(port));
    }
}
