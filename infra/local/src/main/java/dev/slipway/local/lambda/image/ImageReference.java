package dev.slipway.local.lambda.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image URI as CreateFunction takes it.
 *
 * @param reference tag or digest
 */
public record ImageReference(String host, String repository, String reference) {
    private static final Pattern URI =
            Pattern.compile("([a-zA-Z0-9.-]+(?::[0-9]+)?)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\\w][\\w.-]{0,127}))?"
                    + "(?:@(sha256:[0-9a-f]{64}))?");

    /** Reads a URI; a digest wins over a tag beside it. */
    public static Optional<ImageReference> parse(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digest = matcher.group(4);
        String tag = matcher.group(3) == null ? "latest" : matcher.group(3);
        return Optional.of(new ImageReference(matcher.group(1), matcher.group(2), digest == null ? tag : digest));
    }

    /** Returns the URI that names the same image by its digest. */
    public String withDigest(String digest) {
        return host + "/" + repository + "@" + digest;
    }
}
