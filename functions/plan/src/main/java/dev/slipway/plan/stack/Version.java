package dev.slipway.plan.stack;

import java.util.regex.Pattern;

/**
 * The version of a language that an app is built with.
 *
 * @param value as it stands in the tag of an image
 * @param note where it comes from, for a person
 */
public record Version(String value, String note) {
    /** What may become part of an image's tag. */
    private static final Pattern SAFE = Pattern.compile("\\d{1,4}(?:\\.\\d{1,6}){0,2}");

    /** Says whether a text may become part of the tag of an image. */
    public static boolean isSafe(String value) {
        return SAFE.matcher(value).matches();
    }

    /** Returns a version that a file of the source names. */
    public static Version from(String language, String value, String file, String said) {
        String quoted = said.equals(value) ? "" : " says " + said;
        return new Version(value, language + " " + value + ": " + file + quoted);
    }

    /** Returns the version that is taken when nothing names one. */
    public static Version byDefault(String language, String value, String wouldName) {
        return new Version(value, language + " " + value + ": the default, as nothing names one (" + wouldName + ")");
    }

    /** Returns the part before the first dot. */
    public int major() {
        return Integer.parseInt(value.split("\\.", 2)[0]);
    }
}
