package dev.slipway.local.s3.payload;

import static dev.slipway.local.s3.payload.WireSigner.ascii;
import static dev.slipway.local.s3.payload.WireSigner.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SignatureVerifier;
import dev.slipway.local.front.SignedCall;
import dev.slipway.local.front.WireProtocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in signed chunks, however they are cut and whatever is done to them. */
final class ChunkedBodyTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HASH = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private static final int MIN = ChunkedBody.MIN_CHUNK;

    private final Random random = new Random(42);

    @TempDir
    private Path folder;

    private Principal principal;
    private SignatureVerifier verifier;

    @BeforeEach
    void makePrincipal() {
        Principals principals = new Principals(folder);
        principal = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        verifier = new SignatureVerifier(principals, Clock.fixed(AT, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "8191,1", "8192,1", "8193,1", "70000,1", "70000,7", "200000,1000", "200000,65536"})
    void read_anyChunksByAnySteps_givesTheData(int size, int step) throws IOException {
        byte[] data = data(size);

        assertThat(read(data, body(data, sizes(size)), step)).isEqualTo(data);
    }

    @Test
    void read_bodyCutAnywhere_isRefused() {
        byte[] data = data(MIN + 100);
        byte[] body = body(data, MIN);

        for (int length = body.length - 1; length >= 0; length -= 1 + random.nextInt(40)) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> read(data, cut, 1000))
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.code()).isEqualTo("IncompleteBody"));
        }
    }

    @Test
    void read_bitTurnedAnywhere_isRefused() {
        byte[] data = data(2 * MIN + 100);
        byte[] body = body(data, MIN, MIN);

        for (int at = random.nextInt(50); at < body.length - 4; at += 1 + random.nextInt(50)) {
            byte[] wrong = body.clone();
            wrong[at] ^= (byte) (1 << random.nextInt(5));
            assertThatThrownBy(() -> read(data, wrong, 1000)).as("byte %d", at).isInstanceOf(AwsException.class);
        }
    }

    @Test
    void read_chunksSwappedRepeatedOrLeftOut_isRefused() {
        byte[] data = data(2 * MIN);
        byte[] body = body(data, MIN, MIN);
        int size = MIN + "2000;chunk-signature=".length() + 64 + 4;
        byte[] first = Arrays.copyOfRange(body, 0, size);
        byte[] second = Arrays.copyOfRange(body, size, 2 * size);
        byte[] end = Arrays.copyOfRange(body, 2 * size, body.length);

        assertCode(data, join(second, first, end), "SignatureDoesNotMatch");
        assertCode(data, join(first, first, end), "SignatureDoesNotMatch");
        assertCode(data, join(first, end), "SignatureDoesNotMatch");
        assertCode(data, join(first, second, second, end), "IncompleteBody");
        assertCode(data, join(body, ascii("\r\n")), "IncompleteBody");
    }

    @Test
    void read_smallChunkBeforeAnother_isRefused() {
        byte[] data = data(MIN);

        assertCode(data, body(data, MIN - 1), "InvalidChunkSizeError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-amz-checksum-sha1:CgqfKmdylCVXq1NV12r0Qvj2XgE=\r\n",
                "x-amz-checksum-crc32\r\n",
                "x-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-crc32:AAAAAA==\r\n",
                "a:b\r\n"
            })
    void read_otherTrailerThanNamed_malformedTrailer(String trailer) {
        WireSigner signer = signer(0);

        assertCode(new byte[0], join(signer.chunks(new byte[0]), ascii(trailer + "\r\n")), "MalformedTrailerError");
    }

    @Test
    void read_checksumOfOtherData_badDigest() {
        byte[] data = data(100);

        assertCode(data, body(data, crc32(data(99)), "\r\n"), "BadDigest");
        assertCode(data, body(data, "AAAA", "\r\n"), "InvalidRequest");
        assertCode(data, body(data, "!", "\r\n"), "InvalidRequest");
    }

    @Test
    void read_emptyLineBeforeTheSignature_isTaken() throws IOException {
        byte[] data = data(100);

        assertThat(read(data, body(data, crc32(data), "\n\r\n"), 10)).isEqualTo(data);
    }

    private void assertCode(byte[] data, byte[] body, String code) {
        assertThatThrownBy(() -> read(data, body, 1000))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private byte[] read(byte[] data, byte[] body, int step) throws IOException {
        SortedMap<String, String> headers = headers(data.length);
        headers.put("authorization", signer(data.length).authorization());
        SignedCall call = new SignedCall("PUT", "/b/k", "", headers);
        var chain = verifier.verify(call, HASH, WireProtocol.S3).chain();
        InputStream in = Payload.of(call).open(new ByteArrayInputStream(body), chain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
        assertThat(in.read()).isNegative();
        return out.toByteArray();
    }

    private byte[] body(byte[] data, int... sizes) {
        return body(data, crc32(data), "\r\n", sizes);
    }

    private byte[] body(byte[] data, String checksum, String lineEnd, int... sizes) {
        WireSigner signer = signer(data.length);
        byte[] chunks = signer.chunks(data, sizes);
        String header = "x-amz-checksum-crc32:" + checksum;
        String signature = "x-amz-trailer-signature:" + signer.trailer(header + "\n");
        return join(chunks, ascii(header + lineEnd + signature + "\r\n\r\n"));
    }

    /** Returns a signer that has signed the head of a body of this length. */
    private WireSigner signer(int length) {
        var signer = new WireSigner(principal.accessKeyId(), principal.secretAccessKey(), AT);
        signer.head("PUT", "/b/k", "", headers(length), HASH);
        return signer;
    }

    private static SortedMap<String, String> headers(int length) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("host", "localhost");
        headers.put("x-amz-content-sha256", HASH);
        headers.put("x-amz-date", "20260101T000000Z");
        headers.put("x-amz-decoded-content-length", Integer.toString(length));
        headers.put("x-amz-trailer", "x-amz-checksum-crc32");
        return headers;
    }

    private int[] sizes(int size) {
        return random.ints(size / MIN, MIN, 3 * MIN).toArray();
    }

    private byte[] data(int size) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return data;
    }

    private static String crc32(byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        int value = (int) crc.getValue();
        return Base64.getEncoder()
                .encodeToString(
                        new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }
}
