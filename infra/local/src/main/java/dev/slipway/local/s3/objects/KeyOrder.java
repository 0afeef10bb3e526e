package dev.slipway.local.s3.objects;

import java.util.Comparator;

/** S3's order of keys: by the bytes of their UTF-8 form, which is the order of the code points and not that of Java. */
enum KeyOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String first, String second) {
        int length = Math.min(first.length(), second.length());
        for (int i = 0; i < length; i++) {
            char a = first.charAt(i);
            char b = second.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above all others, though U+E000 to U+FFFF are greater chars.
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(first.length(), second.length());
    }
}
