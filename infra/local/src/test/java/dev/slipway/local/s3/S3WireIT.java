package dev.slipway.local.s3;

import static dev.slipway.local.s3.payload.WireSigner.ascii;
import static dev.slipway.local.s3.payload.WireSigner.hex;
import static dev.slipway.local.s3.payload.WireSigner.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.s3.payload.WireSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What S3 says to calls that no client makes by itself, and that nothing of them is stored. */
final class S3WireIT {
    private static final String BUCKET = "/" + S3Fixture.BUCKET;
    private static final String KEY = BUCKET + "/k";
    private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private static final String CRC32_OF_HELLO = "NhCmhg==";

    @TempDir
    private static Path folder;

    private static S3Fixture fixture;
    private static S3Client client;

    @BeforeAll
    static void open() {
        fixture = new S3Fixture(folder);
        client = fixture.client();
        client.putObject(r -> r.bucket(S3Fixture.BUCKET).key("there"), RequestBody.fromString("there"));
    }

    @AfterAll
    static void close() {
        client.close();
        fixture.close();
    }

    @AfterEach
    void nothingIsStored() throws IOException {
        assertThat(client.listObjectsV2(r -> r.bucket(S3Fixture.BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly("there");
        assertThat(fixture.events).hasSize(1);
        try (Stream<Path> left =
                Files.list(folder.resolve("s3").resolve(S3Fixture.BUCKET).resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void put_bodyOfAnotherHash_sha256Mismatch() throws IOException {
        assertRefused(put().body(hex(ascii("hello")), signer -> ascii("hullo")), "400 XAmzContentSHA256Mismatch");
    }

    @ParameterizedTest
    @CsvSource({"XUFAKrxLKna5cZ2REBfFkg==,400 BadDigest", "abc,400 InvalidDigest", "!,400 InvalidDigest"})
    void put_wrongContentMd5_isRefused(String md5, String error) throws IOException {
        assertRefused(put().body("hullo").header("content-md5", md5), error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc32", "crc32c", "crc64nvme", "sha1", "sha256"})
    void put_wrongChecksumHeader_badDigest(String algorithm) throws IOException {
        String header = "x-amz-checksum-" + algorithm;
        String zeros = ChecksumTexts.ofZeros(algorithm);

        assertRefused(put().body("hello").header(header, zeros), "400 BadDigest");
        assertRefused(
                chunked(UNSIGNED_TRAILER, 5, signer -> ascii("5\r\nhello\r\n0\r\n" + header + ":" + zeros + "\r\n\r\n"))
                        .header("x-amz-trailer", header),
                "400 BadDigest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "UNSIGNED"})
    void put_unknownContentSha256_invalidArgument(String hash) throws IOException {
        assertRefused(put().body(hash, signer -> ascii("hello")), "400 InvalidArgument");
    }

    @ParameterizedTest
    @CsvSource({
        "5,5000000000000,400 EntityTooLarge",
        "5,junk,411 MissingContentLength",
        "5,-5,411 MissingContentLength",
        "5,4,400 IncompleteBody",
        "5,6,400 IncompleteBody"
    })
    void put_wrongDecodedLength_isRefused(int size, String said, String error) throws IOException {
        assertRefused(
                chunked(SIGNED, size, signer -> signed(signer, new byte[size]))
                        .header("x-amz-decoded-content-length", said),
                error);
    }

    @Test
    void put_withoutDecodedLength_missingContentLength() throws IOException {
        assertRefused(
                chunked(SIGNED, 5, signer -> signed(signer, new byte[5])).without("x-amz-decoded-content-length"),
                "411 MissingContentLength");
    }

    @Test
    void put_chunkSignedByAnother_signatureDoesNotMatch() throws IOException {
        assertRefused(
                chunked(SIGNED, 5, signer -> signed(signer.after("0".repeat(64)), new byte[5])),
                "403 SignatureDoesNotMatch");
    }

    @Test
    void put_trailer_mustBeSigned() throws IOException {
        Function<WireSigner, byte[]> unsigned = signer ->
                join(signer.chunks(ascii("hello")), ascii("x-amz-checksum-crc32:" + CRC32_OF_HELLO + "\r\n\r\n"));
        Function<WireSigner, byte[]> wrong = signer -> join(
                signer.chunks(ascii("hello")),
                ascii("x-amz-checksum-crc32:" + CRC32_OF_HELLO + "\r\nx-amz-trailer-signature:"
                        + signer.trailer("x-amz-checksum-crc32:\n") + "\r\n\r\n"));

        assertRefused(
                chunked(TRAILER, 5, unsigned).header("x-amz-trailer", "x-amz-checksum-crc32"), "400 IncompleteBody");
        assertRefused(
                chunked(TRAILER, 5, wrong).header("x-amz-trailer", "x-amz-checksum-crc32"),
                "403 SignatureDoesNotMatch");
    }

    @ParameterizedTest
    @CsvSource({"-1", "5000000000000000", "0x5", "' 5'", "''", "g"})
    void put_junkChunkSize_incompleteBody(String size) throws IOException {
        assertRefused(
                chunked(UNSIGNED_TRAILER, 5, signer -> ascii(size + "\r\nhello\r\n0\r\n\r\n"))
                        .header("x-amz-trailer", "x-amz-checksum-crc32"),
                "400 IncompleteBody");
    }

    @Test
    void put_over5GiB_isRefusedWithoutTheBody() throws IOException {
        assertRefused(
                put().body("UNSIGNED-PAYLOAD", signer -> new byte[0]).unsigned("content-length", "6597069766656"),
                "400 EntityTooLarge");
    }

    @Test
    void put_httpChunksOfUnknownLength_notImplemented() throws IOException {
        assertRefused(
                put().body("UNSIGNED-PAYLOAD", signer -> ascii("5\r\nhello\r\n0\r\n\r\n"))
                        .unsigned("transfer-encoding", "chunked"),
                "501 NotImplemented");
    }

    @Test
    void put_bodyCutShort_isNotStored() throws IOException {
        RawCall cut = put().body(hex(ascii("hello")), signer -> ascii("hel"));

        assertThat(cut.unsigned("content-length", "3").send().error()).isEqualTo("400 XAmzContentSHA256Mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-amz-copy-source", "x-amz-meta-a", "x-amz-checksum-crc32", "x-amz-acl"})
    void put_amzHeaderThatIsNotSigned_accessDenied(String name) throws IOException {
        assertRefused(put().body("hello").unsigned(name, BUCKET + "/there"), "403 AccessDenied");
    }

    @Test
    void call_hostOrHashNotSigned_accessDenied() throws IOException {
        assertRefused(put().body("hello").unsign("host"), "403 AccessDenied");
        assertRefused(put().without("x-amz-content-sha256"), "400 InvalidRequest");
    }

    @Test
    void call_signedForAnotherService_isRefused() throws IOException {
        assertRefused(put().body("hello").service("states"), "400 AuthorizationHeaderMalformed");
    }

    @Test
    void call_versionTwoOrTwoSignatures_isRefused() throws IOException {
        assertThat(RawCall.exchange(
                                fixture,
                                ascii("GET / HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:"
                                        + fixture.s3.uri().getPort() + "\r\nAuthorization: AWS AKIA:x\r\n\r\n"))
                        .error())
                .isEqualTo("400 InvalidRequest");
        assertRefused(put().query("X-Amz-Algorithm=AWS4-HMAC-SHA256"), "400 InvalidArgument");
    }

    @ParameterizedTest
    @CsvSource({"-16,403 RequestTimeTooSkewed", "16,403 RequestTimeTooSkewed"})
    void call_clockOff_requestTimeTooSkewed(int minutes, String error) throws IOException {
        assertRefused(put().body("hello").signedAt(Duration.ofMinutes(minutes)), error);
    }

    @ParameterizedTest
    @CsvSource({
        "0,60,200",
        "-2,60,403 AccessDenied",
        "16,60,403 AccessDenied",
        "0,0,400 AuthorizationQueryParametersError",
        "0,-1,400 AuthorizationQueryParametersError",
        "0,604801,400 AuthorizationQueryParametersError",
        "0,junk,400 AuthorizationQueryParametersError"
    })
    void presigned_isTakenInItsTimeOnly(int minutes, String expires, String answer) throws IOException {
        var get = new RawCall(fixture, "GET", BUCKET + "/there").signedAt(Duration.ofMinutes(minutes));

        assertThat(get.sendPresigned(expires).error()).isEqualTo(answer);
    }

    @Test
    void presigned_headerThatIsNotSigned_accessDenied() throws IOException {
        assertThat(put().unsigned("x-amz-copy-source", BUCKET + "/there")
                        .sendPresigned("60")
                        .error())
                .isEqualTo("403 AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%C3", "a%01b", "%EF%BF%BF"})
    void key_thatIsNoTextOfXml_invalidUri(String key) throws IOException {
        assertRefused(new RawCall(fixture, "PUT", BUCKET + "/" + key).body("hello"), "400 InvalidURI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix", "delimiter", "marker", "start-after", "continuation-token"})
    void list_controlCharacter_invalidArgument(String parameter) throws IOException {
        String query = parameter.compareTo("list-type") < 0
                ? parameter + "=%00&list-type=2"
                : "list-type=2&" + parameter + "=%00";

        assertRefused(new RawCall(fixture, "GET", BUCKET).query(query), "400 InvalidArgument");
        assertRefused(new RawCall(fixture, "GET", BUCKET).query(query.replace("%00", "%FF")), "400 InvalidURI");
    }

    @Test
    void put_conditionThatIsNotKept_notImplemented() throws IOException {
        assertRefused(put().body("hello").unsigned("if-none-match", "\"abc\""), "501 NotImplemented");
        assertRefused(
                put().header("x-amz-copy-source", BUCKET + "/there").unsigned("if-none-match", "*"),
                "501 NotImplemented");
    }

    @Test
    void put_metadataOver2KiB_metadataTooLarge() throws IOException {
        assertRefused(
                put().body("hello").header("x-amz-meta-a", "x".repeat(1024)).header("x-amz-meta-b", "x".repeat(1023)),
                "400 MetadataTooLarge");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /a HTTP/9.9\r\n\r\n",
                "GET /a%00b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"
            })
    void head_thatIsNotHttp_badRequest(String head) throws IOException {
        var answer = RawCall.exchange(fixture, ascii(head));

        assertThat(answer.error()).matches("(400|505) BadRequest");
        assertThat(answer.text())
                .contains("application/xml", "x-amz-request-id")
                .doesNotContain("html");
    }

    @Test
    void head_over8KiB_requestHeaderSectionTooLarge() throws IOException {
        assertRefused(put().unsigned("a", "x".repeat(9000)), "400 RequestHeaderSectionTooLarge");
        assertRefused(new RawCall(fixture, "GET", BUCKET + "/" + "x".repeat(9000)), "400 RequestHeaderSectionTooLarge");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "<a/>", "<AccessControlPolicy><Owner/></AccessControlPolicy>"})
    void putAcl_anyDocument_isRefused(String document) throws IOException {
        String error = "400 AccessControlListNotSupported";

        assertRefused(new RawCall(fixture, "PUT", BUCKET).query("acl=").body(document), error);
        assertRefused(
                new RawCall(fixture, "PUT", BUCKET + "/there").query("acl=").body(document), error);
        assertRefused(put().body("hello").header("x-amz-acl", "public-read"), error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads=", "uploadId=a"})
    void post_multipartUploadWithoutAKey_methodNotAllowed(String query) throws IOException {
        for (String path : List.of("/", BUCKET, BUCKET + "/")) {
            assertRefused(new RawCall(fixture, "POST", path).query(query).body("<a/>"), "405 MethodNotAllowed");
        }
    }

    @Test
    void delete_objectsOfAnotherHash_deletesNothing() throws IOException {
        String keys = "<Delete><Object><Key>there</Key></Object></Delete>";

        assertRefused(
                new RawCall(fixture, "POST", BUCKET)
                        .query("delete=")
                        .header("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")
                        .body(keys),
                "400 BadDigest");
        assertRefused(
                new RawCall(fixture, "POST", BUCKET).query("delete=").body(hex(ascii("x")), signer -> ascii(keys)),
                "400 XAmzContentSHA256Mismatch");
    }

    @Test
    void uploadPart_wrongContentMd5_badDigest() throws IOException {
        String id = client.createMultipartUpload(r -> r.bucket(S3Fixture.BUCKET).key("k"))
                .uploadId();

        assertRefused(
                put().query("partNumber=1&uploadId=" + id)
                        .body("hullo")
                        .header("content-md5", "XUFAKrxLKna5cZ2REBfFkg=="),
                "400 BadDigest");
        assertThat(client.listParts(r -> r.bucket(S3Fixture.BUCKET).key("k").uploadId(id))
                        .parts())
                .isEmpty();
        client.abortMultipartUpload(r -> r.bucket(S3Fixture.BUCKET).key("k").uploadId(id));
    }

    private static RawCall put() {
        return new RawCall(fixture, "PUT", KEY);
    }

    private static RawCall chunked(String hash, int length, Function<WireSigner, byte[]> body) {
        return put().body(hash, body)
                .header("content-encoding", "aws-chunked")
                .header("x-amz-decoded-content-length", Integer.toString(length));
    }

    private static byte[] signed(WireSigner signer, byte[] data) {
        return join(signer.chunks(data), ascii("\r\n"));
    }

    private static void assertRefused(RawCall call, String error) throws IOException {
        assertThat(call.send().error()).isEqualTo(error);
    }

    /** Base64 of zeros, as long as each checksum is. */
    private static final class ChecksumTexts {
        static String ofZeros(String algorithm) {
            int length = switch (algorithm) {
                case "crc32", "crc32c" -> 4;
                case "crc64nvme" -> 8;
                case "sha1" -> 20;
                default -> 32;
            };
            return Base64.getEncoder().encodeToString(new byte[length]);
        }
    }
}
