package dev.slipway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The events, to the letter of S3's documentation. */
final class S3EventsIT {
    private static final String BUCKET = S3Fixture.BUCKET;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private S3Fixture fixture;
    private S3Client client;

    @BeforeEach
    void open() {
        fixture = new S3Fixture(folder);
        client = fixture.client();
    }

    @AfterEach
    void close() {
        client.close();
        fixture.close();
    }

    @Test
    void put_raisesObjectCreated() throws Exception {
        var put = client.putObject(r -> r.bucket(BUCKET).key("incoming/a b+ü.zip"), RequestBody.fromString("hello"));

        ObjectNode event = fixture.events.get(0);
        String expected = """
                {"source": "aws.s3", "detail-type": "Object Created", "resources": ["arn:aws:s3:::slipway-test"],
                 "detail": {"version": "0", "bucket": {"name": "slipway-test"},
                  "object": {"key": "incoming/a b+ü.zip", "size": 5,
                   "etag": "5d41402abc4b2a76b9719d911017c592", "sequencer": "%s"},
                  "request-id": "%s", "requester": "123456789012", "source-ip-address": "127.0.0.1",
                  "reason": "PutObject"}}
                """;
        String id = put.responseMetadata().requestId();
        assertThat(JSON.readTree(event.toString())).isEqualTo(JSON.readTree(expected.formatted(sequencer(event), id)));
        assertThat(sequencer(event)).matches("[0-9a-f]{16}");
    }

    @Test
    void delete_raisesObjectDeletedOnce() throws Exception {
        client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
        client.deleteObject(r -> r.bucket(BUCKET).key("k"));
        client.deleteObject(r -> r.bucket(BUCKET).key("k"));

        assertThat(fixture.events).hasSize(2);
        JsonNode detail = fixture.events.get(1).path("detail");
        assertThat(fixture.events.get(1).path("detail-type").asText()).isEqualTo("Object Deleted");
        assertThat(detail.path("reason").asText()).isEqualTo("DeleteObject");
        assertThat(detail.path("deletion-type").asText()).isEqualTo("Permanently Deleted");
        assertThat(sequencer(fixture.events.get(1))).isGreaterThan(sequencer(fixture.events.get(0)));
    }

    @Test
    void copyAndCompletion_sayWhyTheObjectIsThere() {
        client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
        client.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("k").destinationBucket(BUCKET).destinationKey("c"));
        String id = client.createMultipartUpload(r -> r.bucket(BUCKET).key("m")).uploadId();
        String etag = client.uploadPart(
                        r -> r.bucket(BUCKET).key("m").uploadId(id).partNumber(1), RequestBody.fromString("part"))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
        client.completeMultipartUpload(
                r -> r.bucket(BUCKET).key("m").uploadId(id).multipartUpload(u -> u.parts(part)));

        assertThat(fixture.events)
                .extracting(event -> event.path("detail").path("reason").asText())
                .containsExactly("PutObject", "CopyObject", "CompleteMultipartUpload");
    }

    @Test
    void refusedPut_raisesNothing() {
        client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
        try {
            client.putObject(r -> r.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("again"));
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isEqualTo(412);
        }

        assertThat(fixture.events).hasSize(1);
    }

    @Test
    void restart_keepsObjectsUploadsAndCredentials() {
        String etag = client.putObject(r -> r.bucket(BUCKET).key("a/b"), RequestBody.fromString("kept"))
                .eTag();
        String id = client.createMultipartUpload(r -> r.bucket(BUCKET).key("m")).uploadId();
        client.uploadPart(r -> r.bucket(BUCKET).key("m").uploadId(id).partNumber(1), RequestBody.fromString("part"));
        close();

        open();

        var object = client.getObjectAsBytes(r -> r.bucket(BUCKET).key("a/b"));
        assertThat(object.asUtf8String()).isEqualTo("kept");
        assertThat(object.response().eTag()).isEqualTo(etag);
        assertThat(client.listParts(r -> r.bucket(BUCKET).key("m").uploadId(id)).parts())
                .hasSize(1);
    }

    @Test
    void sequencer_growsWithEveryChangeAndAcrossARestart() {
        for (int i = 0; i < 5; i++) {
            client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
        }
        List<String> before = fixture.events.stream().map(S3EventsIT::sequencer).toList();
        close();
        open();
        client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));

        assertThat(before).isSorted().doesNotHaveDuplicates();
        assertThat(sequencer(fixture.events.get(0))).isGreaterThan(before.get(4));
    }

    private static String sequencer(ObjectNode event) {
        return event.path("detail").path("object").path("sequencer").asText();
    }
}
