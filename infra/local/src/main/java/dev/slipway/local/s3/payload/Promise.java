package dev.slipway.local.s3.payload;

import dev.slipway.local.front.AwsException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** A digest that the head of a call promised of its body, and what is said where the body has another. */
record Promise(MessageDigest digest, String hex, Supplier<AwsException> otherwise) {

    static Promise sha256(String hex) {
        return new Promise(digest("SHA-256"), hex, PayloadErrors::wrongHash);
    }

    static Promise md5(String hex) {
        return new Promise(digest("MD5"), hex, PayloadErrors::wrongMd5);
    }

    void check() {
        if (!HexFormat.of().formatHex(digest.digest()).equals(hex)) {
            throw otherwise.get();
        }
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
