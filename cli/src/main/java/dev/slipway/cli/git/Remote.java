package dev.slipway.cli.git;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A remote's URL, as it may be shown to everybody. */
final class Remote {
    private static final int LONGEST = 2048;
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9]+::.*", Pattern.DOTALL);
    private static final Pattern PASSWORD = Pattern.compile("[^/@]*:[^/]*@.*");
    private static final Pattern PORT = Pattern.compile("[^:]*(?:\\[.*])?:\\d*");
    private static final Pattern AFTER_AUTHORITY = Pattern.compile("[/?#].*");
    private static final Pattern AFTER_PATH = Pattern.compile("[?#].*");

    private Remote() {}

    /**
     * Returns a URL without what may be secret: user and password, query and fragment. Null where it is not sure which part that
     * is, for a command, and for no URL at all. The user of a {@code user@host:path} stays, as ssh takes no password there.
     */
    static @Nullable String withoutCredentials(String url) {
        if (url.length() > LONGEST
                || HELPER.matcher(url).matches()
                || url.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return PASSWORD.matcher(url).matches() ? null : url;
        }
        String rest = url.substring(scheme + 3);
        String authority = AFTER_AUTHORITY.matcher(rest).replaceFirst("");
        int at = authority.lastIndexOf('@');
        if (at < 0
                && authority.contains(":")
                && (rest.contains("@") || !PORT.matcher(authority).matches())) {
            // Perhaps a password that was not encoded.
            return null;
        }
        return url.substring(0, scheme + 3)
                + AFTER_PATH.matcher(rest.substring(at + 1)).replaceFirst("");
    }
}
