package dev.slipway.local.front;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoding as SigV4 defines it (RFC 3986 unreserved characters stay), and the parsing of queries and forms. */
public final class UriText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UriText() {}

    /** Encodes every byte but letters, digits and {@code -._~}. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** Encodes a path, leaving its slashes. */
    static String encodePath(String path) {
        StringBuilder out = new StringBuilder();
        for (String segment : path.split("/", -1)) {
            out.append('/').append(encode(segment));
        }
        return out.substring(1);
    }

    /** Decodes percent-encoding only: a plus sign stays a plus sign. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                out.write(hexDigits(text, i + 1));
                i += 2;
            } else {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            // Two texts that are not UTF-8 would look the same once decoded, and one could be taken for the other.
            throw new AwsException(400, "MalformedQueryString", "percent-encoded bytes that are not UTF-8");
        }
    }

    private static int hexDigits(String text, int from) {
        try {
            return HexFormat.fromHexDigits(text, from, from + 2);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new AwsException(400, "MalformedQueryString", "percent sign without two hexadecimal digits");
        }
    }

    /** Splits a raw query into decoded pairs, in order. */
    static List<Parameter> query(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.add(new Parameter(decode(name), decode(value)));
            }
        }
        return parameters;
    }

    /** Decodes a form body, where a plus sign is a space; the last of equal names wins. */
    static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (Parameter parameter : query(body.replace("+", "%20"))) {
            form.put(parameter.name(), parameter.value());
        }
        return form;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    /** One decoded parameter of a query. */
    record Parameter(String name, String value) {}
}
