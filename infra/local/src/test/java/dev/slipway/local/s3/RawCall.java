package dev.slipway.local.s3;

import static dev.slipway.local.s3.payload.WireSigner.ascii;
import static dev.slipway.local.s3.payload.WireSigner.hex;

import dev.slipway.local.s3.payload.WireSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call to S3 that is signed by hand and sent byte by byte, so that anything of it can be wrong. */
final class RawCall {
    private static final Pattern ERROR = Pattern.compile("<Error><Code>(\\w+)</Code>");

    private final S3Fixture fixture;
    private final String method;
    private final String path;
    private final TreeMap<String, String> signed = new TreeMap<>();
    private final Map<String, String> unsigned = new LinkedHashMap<>();
    private String query = "";
    private String service = "s3";
    private Instant at = Instant.now();
    private Function<WireSigner, byte[]> body = signer -> new byte[0];

    /**
     * Begins a call.
     *
     * @param path encoded as it goes over the wire and into what is signed
     */
    RawCall(S3Fixture fixture, String method, String path) {
        this.fixture = fixture;
        this.method = method;
        this.path = path;
        header("host", "127.0.0.1:" + fixture.s3.uri().getPort());
        header("x-amz-content-sha256", hex(new byte[0]));
    }

    /** Sets a header that is signed. */
    RawCall header(String name, String value) {
        signed.put(name, value);
        return this;
    }

    /** Sets a header that is not signed. */
    RawCall unsigned(String name, String value) {
        unsigned.put(name, value);
        return this;
    }

    /** Sends a header without signing it. */
    RawCall unsign(String name) {
        unsigned.put(name, String.valueOf(signed.remove(name)));
        return this;
    }

    RawCall without(String name) {
        signed.remove(name);
        return this;
    }

    RawCall query(String canonical) {
        query = canonical;
        return this;
    }

    RawCall service(String name) {
        service = name;
        return this;
    }

    RawCall signedAt(Duration fromNow) {
        at = at.plus(fromNow);
        return this;
    }

    /** Sends a body and its right hash. */
    RawCall body(String text) {
        body = signer -> ascii(text);
        return header("x-amz-content-sha256", hex(ascii(text)));
    }

    /** Sends a body that is made once the head is signed, and says what stands for its hash. */
    RawCall body(String hash, Function<WireSigner, byte[]> made) {
        body = made;
        return header("x-amz-content-sha256", hash);
    }

    Answer send() throws IOException {
        return send(false);
    }

    /** Sends the call with its signature in the URL. */
    Answer sendPresigned(String expires) throws IOException {
        query += "&X-Amz-Expires=" + expires;
        signed.remove("x-amz-content-sha256");
        return send(true);
    }

    private Answer send(boolean presigned) throws IOException {
        WireSigner signer = new WireSigner(fixture.cli.accessKeyId(), fixture.cli.secretAccessKey(), at, service);
        String target = presigned ? presign(signer) : sign(signer);
        byte[] bytes = body.apply(signer);
        if (!unsigned.containsKey("content-length") && !unsigned.containsKey("transfer-encoding")) {
            unsigned.put("content-length", Integer.toString(bytes.length));
        }
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nConnection: close\r\n");
        signed.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        unsigned.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return exchange(fixture, WireSigner.join(utf8(head.append("\r\n").toString()), bytes));
    }

    private String sign(WireSigner signer) {
        header("x-amz-date", signer.time());
        String hash = signed.getOrDefault("x-amz-content-sha256", "");
        signer.head(method, path, query, signed, hash);
        unsigned.put("authorization", signer.authorization());
        return query.isEmpty() ? path : path + "?" + query;
    }

    private String presign(WireSigner signer) {
        String all = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                + signer.credential().replace("/", "%2F") + "&X-Amz-Date=" + signer.time() + query
                + "&X-Amz-SignedHeaders=" + String.join("%3B", signed.keySet());
        signer.head(method, path, all, signed, "UNSIGNED-PAYLOAD");
        return path + "?" + all + "&X-Amz-Signature=" + signer.seed();
    }

    /** Sends bytes and reads what comes back until the connection is closed. */
    static Answer exchange(S3Fixture fixture, byte[] request) throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), fixture.s3.uri().getPort());
                InputStream in = socket.getInputStream()) {
            send(socket.getOutputStream(), request);
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(answer.substring(9, 12)), answer);
        }
    }

    private static void send(OutputStream out, byte[] request) throws IOException {
        try {
            out.write(request);
            out.flush();
        } catch (SocketException e) {
            // The server may answer, and close, before it has read everything.
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What came back. */
    record Answer(int status, String text) {

        /** Returns the status and the code of S3's error document; the status alone where there is none. */
        String error() {
            Matcher matcher = ERROR.matcher(text);
            return matcher.find() ? status + " " + matcher.group(1) : Integer.toString(status);
        }
    }
}
