package dev.slipway.local.s3.awssdk;

import java.nio.charset.StandardCharsets;

/** What a key may be. */
final class Keys {
    private static final int MAX_BYTES = 1024;

    private Keys() {}

    /** Returns a key that may be stored. Whoever unpacks a bucket into a folder must not be led out of it. */
    static String checked(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw SdkErrors.of(400, "KeyTooLongError", "Your key is too long");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                throw SdkErrors.of(400, "InvalidArgument", "A key must not have the path segments . and ..");
            }
        }
        return key;
    }
}
