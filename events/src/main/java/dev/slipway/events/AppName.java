package dev.slipway.events;

import java.util.regex.Pattern;

/**
 * The rule for names of apps.
 *
 * <p>A name becomes part of S3 keys, of image tags and of Lambda function names ({@code slipway-<pipeline>-<app>}, 64
 * characters at most), so it takes what all of them take.
 */
public final class AppName {
    private static final Pattern VALID = Pattern.compile("[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?");

    private AppName() {}

    /** Says whether a name is 1 to 40 lower-case letters, digits and inner hyphens, beginning with a letter. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /**
     * Returns the name.
     *
     * @throws IllegalArgumentException when it is not valid
     */
    public static String require(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "app must be 1 to 40 lower-case letters, digits and inner hyphens, beginning with a letter");
        }
        return name;
    }
}
