package dev.slipway.local.s3.payload;

import static dev.slipway.local.s3.payload.WireSigner.ascii;
import static dev.slipway.local.s3.payload.WireSigner.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SignatureVerifier;
import dev.slipway.local.front.SignedCall;
import dev.slipway.local.front.WireProtocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the Amazon S3 API Reference, signatures and all. */
final class AmazonExamplesTest {
    private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");
    private static final String EMPTY = WireSigner.hex(new byte[0]);
    private static final int CONTENT = 66_560;

    @TempDir
    private Path folder;

    private SignatureVerifier verifier;

    @BeforeEach
    void knowTheExamplesKey() throws IOException {
        Files.writeString(folder.resolve("example.json"), """
                {"name": "example", "arn": "arn:aws:iam::123456789012:user/example",
                 "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
                 "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
                """);
        verifier = new SignatureVerifier(new Principals(folder), Clock.fixed(AT, ZoneOffset.UTC));
    }

    @Test
    void verify_getObject_isTaken() {
        Map<String, String> headers = headers("examplebucket.s3.amazonaws.com", EMPTY);
        headers.put("range", "bytes=0-9");
        sign(
                headers,
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

        assertThat(verify("GET", "/test.txt", "", headers, EMPTY).service()).isEqualTo("s3");
    }

    @Test
    void verify_putObjectWithADollarInItsKey_isTaken() {
        String hash = WireSigner.hex(ascii("Welcome to Amazon S3."));
        Map<String, String> headers = headers("examplebucket.s3.amazonaws.com", hash);
        headers.put("date", "Fri, 24 May 2013 00:00:00 GMT");
        headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
        sign(
                headers,
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

        assertThat(verify("PUT", "/test$file.text", "", headers, hash).service())
                .isEqualTo("s3");
    }

    @Test
    void verify_presignedUrl_isTaken() {
        String query = "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

        assertThat(verify("GET", "/test.txt", query, Map.of("host", "examplebucket.s3.amazonaws.com"), Payload.UNSIGNED)
                        .service())
                .isEqualTo("s3");
    }

    @Test
    void read_signedChunks_giveTheContent() throws IOException {
        Map<String, String> headers = chunkedHeaders("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        headers.put("content-length", "66824");
        sign(
                headers,
                "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-decoded-content-length;x-amz-storage-class",
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        byte[] body = join(
                chunk(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
                chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
                chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"));

        assertThat(body).hasSize(66_824);
        assertThat(read(headers, body)).isEqualTo(content(CONTENT));
    }

    @Test
    void read_signedChunksAndTrailer_giveTheContent() throws IOException {
        Map<String, String> headers = chunkedHeaders("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        headers.put("x-amz-trailer", "x-amz-checksum-crc32c");
        sign(
                headers,
                "content-encoding;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
        String signature = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";
        byte[] end = ascii("x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:" + signature + "\r\n\r\n");
        byte[] body = join(
                chunk(65_536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"),
                chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"),
                ascii("0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"),
                end);

        assertThat(read(headers, body)).isEqualTo(content(CONTENT));
    }

    private byte[] read(Map<String, String> headers, byte[] body) throws IOException {
        SignedCall call = new SignedCall("PUT", "/examplebucket/chunkObject.txt", "", headers);
        var signer = verifier.verify(call, headers.get("x-amz-content-sha256"), WireProtocol.S3);
        return Payload.of(call)
                .open(new ByteArrayInputStream(body), signer.chain())
                .readAllBytes();
    }

    private SignatureVerifier.Signer verify(
            String method, String path, String query, Map<String, String> headers, String hash) {
        return verifier.verify(new SignedCall(method, path, query, headers), hash, WireProtocol.S3);
    }

    private static Map<String, String> headers(String host, String hash) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", host);
        headers.put("x-amz-date", "20130524T000000Z");
        headers.put("x-amz-content-sha256", hash);
        return headers;
    }

    private static Map<String, String> chunkedHeaders(String hash) {
        Map<String, String> headers = headers("s3.amazonaws.com", hash);
        headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
        headers.put("content-encoding", "aws-chunked");
        headers.put("x-amz-decoded-content-length", Integer.toString(CONTENT));
        return headers;
    }

    private static void sign(Map<String, String> headers, String names, String signature) {
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=" + names + ",Signature=" + signature);
    }

    private static byte[] chunk(int size, String signature) {
        return join(
                ascii(Integer.toHexString(size) + ";chunk-signature=" + signature + "\r\n"),
                content(size),
                ascii("\r\n"));
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) 'a');
        return content;
    }
}
