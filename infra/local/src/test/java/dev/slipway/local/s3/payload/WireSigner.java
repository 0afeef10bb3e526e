package dev.slipway.local.s3.payload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs calls to S3 by hand, step by step as they are documented, so that a test can get each step wrong. */
public final class WireSigner {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String accessKeyId;
    private final byte[] key;
    private final String time;
    private final String scope;
    private String names = "";
    private String seed = "";
    private String last = "";

    /** Signs for one moment. */
    public WireSigner(String accessKeyId, String secret, Instant at) {
        this(accessKeyId, secret, at, "s3");
    }

    /** Signs for one moment and some service. */
    public WireSigner(String accessKeyId, String secret, Instant at, String service) {
        this.accessKeyId = accessKeyId;
        this.time = TIME.format(at);
        String day = time.substring(0, 8);
        this.scope = day + "/us-east-1/" + service + "/aws4_request";
        byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, "us-east-1", service, "aws4_request"}) {
            signing = hmac(signing, part);
        }
        this.key = signing;
    }

    /** Returns the value of x-amz-date. */
    public String time() {
        return time;
    }

    /** Returns the credential and its scope. */
    public String credential() {
        return accessKeyId + "/" + scope;
    }

    /** Signs a head; path and query are canonical already. */
    public void head(String method, String path, String query, SortedMap<String, String> headers, String hash) {
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(':').append(value).append('\n'));
        names = String.join(";", headers.keySet());
        String canonical = String.join("\n", method, path, query, lines, names, hash);
        seed = sign("AWS4-HMAC-SHA256", hex(canonical.getBytes(StandardCharsets.UTF_8)));
        last = seed;
    }

    /** Returns the Authorization header for the head that was signed. */
    public String authorization() {
        return "AWS4-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s".formatted(credential(), names, seed);
    }

    /** Returns the signature of the head that was signed. */
    public String seed() {
        return seed;
    }

    /** Begins a chain with a signature. */
    public WireSigner after(String seed) {
        last = seed;
        return this;
    }

    /** Signs the next chunk. */
    public String chunk(byte[] data) {
        last = sign("AWS4-HMAC-SHA256-PAYLOAD", last + "\n" + hex(new byte[0]) + "\n" + hex(data));
        return last;
    }

    /** Signs the trailing headers. */
    public String trailer(String headers) {
        last = sign("AWS4-HMAC-SHA256-TRAILER", last + "\n" + hex(headers.getBytes(StandardCharsets.UTF_8)));
        return last;
    }

    /** Writes signed chunks of these sizes and then the rest of the data, without what follows the last chunk's line. */
    public byte[] chunks(byte[] data, int... sizes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int i = 0; i <= sizes.length && at < data.length; i++) {
            int end = i < sizes.length ? Math.min(data.length, at + sizes[i]) : data.length;
            byte[] chunk = Arrays.copyOfRange(data, at, end);
            out.writeBytes(ascii(Integer.toHexString(chunk.length) + ";chunk-signature=" + chunk(chunk) + "\r\n"));
            out.writeBytes(chunk);
            out.writeBytes(ascii("\r\n"));
            at = end;
        }
        out.writeBytes(ascii("0;chunk-signature=" + chunk(new byte[0]) + "\r\n"));
        return out.toByteArray();
    }

    /** Returns the SHA-256 in hexadecimal. */
    public static String hex(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Joins pieces of a body. */
    public static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    /** Returns the bytes of a text. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String sign(String algorithm, String rest) {
        return HexFormat.of().formatHex(hmac(key, String.join("\n", algorithm, time, scope, rest)));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
