package dev.slipway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a client gets back of what it stored. */
final class S3ObjectsIT {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final int MIB = 1024 * 1024;

    @TempDir
    private static Path folder;

    private static S3Fixture fixture;
    private static S3Client client;

    private String bucket;

    @BeforeAll
    static void open() {
        fixture = new S3Fixture(folder);
        client = fixture.client();
    }

    @AfterAll
    static void close() {
        client.close();
        fixture.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = "bucket-" + BUCKETS.incrementAndGet();
        fixture.s3.ensureBucket(bucket);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a b",
                "a+b",
                "a%2Bb",
                "a//b",
                "/a",
                "a/",
                "ünï/日本/🚢",
                "?&=#;",
                "'\"<>",
                "\\",
                "a..b",
                "~*()!",
                "A",
                "a"
            })
    void put_anyKey_comesBackExactly(String key) {
        put(key, "of " + key);

        assertThat(get(key)).isEqualTo("of " + key);
        assertThat(keys("")).containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../b", "a/..", "a/./b"})
    void put_keyThatClimbs_isRefused(String key) {
        assertThatThrownBy(() -> put(key, "x"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    }

    @Test
    void put_keyBelowAnotherKey_bothStay() {
        put("a", "file");
        put("a/b", "below");

        assertThat(get("a")).isEqualTo("file");
        assertThat(get("a/b")).isEqualTo("below");
    }

    @Test
    void head_withMetadata_answersWhatWasPut() {
        client.putObject(
                r -> r.bucket(bucket)
                        .key("k")
                        .contentType("application/zstd")
                        .cacheControl("no-store")
                        .metadata(Map.of("traceparent", "00-1-2-01")),
                RequestBody.fromString("hello"));

        HeadObjectResponse head = client.headObject(r -> r.bucket(bucket).key("k"));

        assertThat(head.contentType()).isEqualTo("application/zstd");
        assertThat(head.cacheControl()).isEqualTo("no-store");
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.metadata()).containsEntry("traceparent", "00-1-2-01");
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void put_withChecksum_isTaken(ChecksumAlgorithm algorithm) {
        byte[] bytes = new byte[300_000];
        client.putObject(
                r -> r.bucket(bucket).key("k").checksumAlgorithm(algorithm),
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes), bytes.length, "a/b"));
        String id = client.createMultipartUpload(
                        r -> r.bucket(bucket).key("parts").checksumAlgorithm(algorithm))
                .uploadId();
        var part = client.uploadPart(
                r -> r.bucket(bucket).key("parts").uploadId(id).partNumber(1).checksumAlgorithm(algorithm),
                RequestBody.fromBytes(bytes));
        client.completeMultipartUpload(r -> r.bucket(bucket)
                .key("parts")
                .uploadId(id)
                .multipartUpload(m -> m.parts(
                        CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));

        assertThat(client.getObjectAsBytes(r -> r.bucket(bucket).key("k")).asByteArrayUnsafe())
                .isEqualTo(bytes);
        assertThat(client.getObjectAsBytes(r -> r.bucket(bucket).key("parts")).asByteArrayUnsafe())
                .isEqualTo(bytes);
    }

    @Test
    void put_contentThatSaysItIsAForm_isNotReadAsParameters() {
        client.putObject(
                r -> r.bucket(bucket).key("k").contentType("application/x-www-form-urlencoded"),
                RequestBody.fromString("uploads=1&X-Amz-Algorithm=2"));

        assertThat(get("k")).isEqualTo("uploads=1&X-Amz-Algorithm=2");
    }

    @Test
    void get_missingKey_answersNoSuchKey() {
        assertThatThrownBy(() -> get("none")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> client.headObject(r -> r.bucket(bucket).key("none")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2-4=cde", "bytes=7-=hij", "bytes=-3=hij", "bytes=8-99=ij", "bytes=0-0=a"})
    void get_range_answersThoseBytes(String rangeAndBytes) {
        put("k", "abcdefghij");
        int at = rangeAndBytes.lastIndexOf('=');

        var bytes = client.getObjectAsBytes(r -> r.bucket(bucket).key("k").range(rangeAndBytes.substring(0, at)));

        assertThat(bytes.asUtf8String()).isEqualTo(rangeAndBytes.substring(at + 1));
        assertThat(bytes.response().contentRange()).endsWith("/10");
    }

    @Test
    void get_rangeBehindTheEnd_isRefused() {
        put("k", "abc");

        assertThatThrownBy(() ->
                        client.getObjectAsBytes(r -> r.bucket(bucket).key("k").range("bytes=3-")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(416);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidRange");
                });
    }

    @Test
    void list_withDelimiter_answersPrefixesAndPages() {
        List<String> keys = List.of("apps/b/1", "apps/b/2", "apps/c/1", "apps/d", "apps/e", "sources/x");
        keys.forEach(key -> put(key, key));

        var pages = client.listObjectsV2Paginator(
                r -> r.bucket(bucket).prefix("apps/").delimiter("/").maxKeys(1));

        assertThat(pages.stream().count()).isEqualTo(4);
        assertThat(pages.commonPrefixes().stream().map(p -> p.prefix())).containsExactly("apps/b/", "apps/c/");
        assertThat(pages.contents().stream().map(S3Object::key)).containsExactly("apps/d", "apps/e");
    }

    @Test
    void list_inPages_answersEveryKeyOnceInOrder() {
        List<String> keys = IntStream.range(0, 25).mapToObj("k%02d"::formatted).toList();
        keys.forEach(key -> put(key, key));

        var pages = client.listObjectsV2Paginator(r -> r.bucket(bucket).maxKeys(7));

        assertThat(pages.contents().stream().map(S3Object::key)).containsExactlyElementsOf(keys);
        assertThat(client.listObjectsV2(r -> r.bucket(bucket).startAfter("k22")).contents())
                .extracting(S3Object::key)
                .containsExactly("k23", "k24");
    }

    @Test
    void copy_keepsOrReplacesMetadata() {
        client.putObject(r -> r.bucket(bucket).key("from").metadata(Map.of("a", "1")), RequestBody.fromString("x"));

        copy("kept", MetadataDirective.COPY);
        copy("replaced", MetadataDirective.REPLACE);

        assertThat(get("kept")).isEqualTo("x");
        assertThat(client.headObject(r -> r.bucket(bucket).key("kept")).metadata())
                .containsEntry("a", "1");
        assertThat(client.headObject(r -> r.bucket(bucket).key("replaced")).metadata())
                .containsOnly(Map.entry("b", "2"));
    }

    @Test
    void multipartUpload_outOfOrder_becomesOneObject() {
        String id = client.createMultipartUpload(
                        r -> r.bucket(bucket).key("big").contentType("x/y"))
                .uploadId();
        byte[] first = new byte[5 * MIB];
        first[0] = 'f';
        CompletedPart second = part(id, 2, "tail".getBytes(StandardCharsets.UTF_8));
        List<CompletedPart> parts = new ArrayList<>(List.of(part(id, 1, first), second));

        var done = client.completeMultipartUpload(
                r -> r.bucket(bucket).key("big").uploadId(id).multipartUpload(u -> u.parts(parts)));

        var object = client.getObjectAsBytes(r -> r.bucket(bucket).key("big"));
        assertThat(done.eTag()).endsWith("-2\"").isEqualTo(object.response().eTag());
        assertThat(object.response().contentType()).isEqualTo("x/y");
        assertThat(object.asByteArray()).hasSize(5 * MIB + 4).startsWith('f').endsWith('a', 'i', 'l');
        assertThat(client.listMultipartUploads(r -> r.bucket(bucket)).uploads()).isEmpty();
    }

    @Test
    void put_64MiBOfAStream_comesBackWhole() throws Exception {
        long size = 64L * MIB;
        var put = client.putObject(
                r -> r.bucket(bucket).key("big"),
                RequestBody.fromContentProvider(() -> new Ramp(size), size, "application/octet-stream"));

        try (InputStream back = client.getObject(r -> r.bucket(bucket).key("big"));
                InputStream expected = new Ramp(size)) {
            assertThat(back).hasSameContentAs(expected);
        }
        assertThat(put.eTag()).hasSize(34);
        assertThat(folder.resolve("s3").resolve(bucket).resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void put_senderGoesAway_leavesTheOldObject() {
        put("k", "old");

        assertThatThrownBy(() -> client.putObject(
                        r -> r.bucket(bucket).key("k"),
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(new byte[MIB]), 2 * MIB, "application/octet-stream")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(get("k")).isEqualTo("old");
        assertThat(keys("")).containsExactly("k");
    }

    @Test
    void delete_many_answersEachAndMissingOnesToo() {
        put("a", "a");
        put("b", "b");

        List<ObjectIdentifier> objects = Stream.of("a", "b", "none")
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        var answer = client.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(objects)));

        assertThat(answer.deleted()).hasSize(3);
        assertThat(keys("")).isEmpty();
    }

    private CompletedPart part(String id, int number, byte[] bytes) {
        String etag = client.uploadPart(
                        r -> r.bucket(bucket).key("big").uploadId(id).partNumber(number), RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private void copy(String to, MetadataDirective directive) {
        client.copyObject(r -> r.sourceBucket(bucket)
                .sourceKey("from")
                .destinationBucket(bucket)
                .destinationKey(to)
                .metadata(Map.of("b", "2"))
                .metadataDirective(directive));
    }

    private void put(String key, String text) {
        client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    private String get(String key) {
        return client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
    }

    private List<String> keys(String prefix) {
        return client.listObjectsV2(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** Bytes that count up, as many as one likes. */
    private static final class Ramp extends InputStream {
        private final long size;
        private long at;

        Ramp(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return at == size ? -1 : (int) (at++ & 0xFF);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(length, size - at);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = (byte) at++;
            }
            return count == 0 ? -1 : count;
        }
    }
}
