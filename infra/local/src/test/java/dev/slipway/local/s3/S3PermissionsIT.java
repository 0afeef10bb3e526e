package dev.slipway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.front.Principal;
import dev.slipway.local.front.SignedCall;
import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a principal may do in S3, asked with the real SDK and call by call. */
final class S3PermissionsIT {
    private static final String BUCKET = S3Fixture.BUCKET;

    @TempDir
    private Path folder;

    private S3Fixture fixture;
    private Principal reader;
    private S3Client s3;

    @BeforeEach
    void open() {
        fixture = new S3Fixture(folder);
        reader = fixture.principals.ensure("reader", "arn:aws:iam::123456789012:user/reader");
        fixture.permissions.grant(reader.arn(), Policy.allowing("Read", "s3:GetObject"));
        s3 = fixture.client(AwsBasicCredentials.create(reader.accessKeyId(), reader.secretAccessKey()));
        try (S3Client owner = fixture.client()) {
            owner.putObject(r -> r.bucket(BUCKET).key("there"), RequestBody.fromString("x"));
        }
    }

    @AfterEach
    void close() {
        s3.close();
        fixture.close();
    }

    @Test
    void call_thatNoPolicyAllows_isDeniedAndChangesNothing() {
        assertThatCode(() -> s3.headObject(r -> r.bucket(BUCKET).key("there"))).doesNotThrowAnyException();
        assertDenied("s3:PutObject", () -> s3.putObject(r -> r.bucket(BUCKET).key("new"), RequestBody.fromString("x")));
        assertDenied(
                "s3:DeleteObject", () -> s3.deleteObject(r -> r.bucket(BUCKET).key("there")));
        assertDenied("s3:ListBucket", () -> s3.listObjectsV2(r -> r.bucket(BUCKET)));
        try (S3Client owner = fixture.client()) {
            assertThat(owner.listObjectsV2(r -> r.bucket(BUCKET)).contents())
                    .singleElement()
                    .matches(object -> object.key().equals("there"));
        }
    }

    @Test
    void missingKey_isThereOnlyForWhoeverMayList() {
        assertDenied(
                "s3:ListBucket", () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("gone")));

        fixture.permissions.grant(reader.arn(), Policy.allowing("List", "s3:ListBucket"));
        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("gone")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET    | /               | -               | -           | s3:ListAllMyBuckets *
            HEAD   | /b              | -               | -           | s3:ListBucket arn:aws:s3:::b
            GET    | /b/             | list-type=2     | -           | s3:ListBucket arn:aws:s3:::b
            GET    | /b              | location        | -           | s3:GetBucketLocation arn:aws:s3:::b
            GET    | /b              | uploads         | -           | s3:ListBucketMultipartUploads arn:aws:s3:::b
            PUT    | /b              | -               | -           | s3:CreateBucket arn:aws:s3:::b
            DELETE | /b              | -               | -           | s3:DeleteBucket arn:aws:s3:::b
            POST   | /b              | delete          | -           | s3:DeleteObject arn:aws:s3:::b/*
            GET    | /b/k%20/x       | -               | -           | s3:GetObject arn:aws:s3:::b/k /x
            GET    | /b/k            | versionId=1     | -           | s3:GetObjectVersion arn:aws:s3:::b/k
            GET    | /b/k            | acl             | -           | s3:GetObjectAcl arn:aws:s3:::b/k
            GET    | /b/k            | uploadId=1      | -           | s3:ListMultipartUploadParts arn:aws:s3:::b/k
            PUT    | /b/k            | -               | -           | s3:PutObject arn:aws:s3:::b/k
            PUT    | /b/k            | acl             | -           | s3:PutObjectAcl arn:aws:s3:::b/k
            PUT    | /b/k            | partNumber=1    | -           | s3:PutObject arn:aws:s3:::b/k
            PUT    | /b/k            | -               | if-match=e  | s3:PutObject arn:aws:s3:::b/k, s3:GetObject arn:aws:s3:::b/k
            PUT    | /b/k            | -               | x-amz-copy-source=/c/a%20b?versionId=1 | s3:PutObject arn:aws:s3:::b/k, s3:GetObject arn:aws:s3:::c/a b
            POST   | /b/k            | uploads         | -           | s3:PutObject arn:aws:s3:::b/k
            DELETE | /b/k            | -               | -           | s3:DeleteObject arn:aws:s3:::b/k
            DELETE | /b/k            | uploadId=1      | -           | s3:AbortMultipartUpload arn:aws:s3:::b/k
            """)
    void neededAccess_ofEachCall_isThatOfTheServiceAuthorizationReference(
            String method, String path, String query, String header, String needed) {
        Map<String, String> headers =
                header == null ? Map.of() : Map.of(header.split("=", 2)[0], header.split("=", 2)[1]);
        List<Access> accesses = NeededAccess.of(new SignedCall(method, path, query == null ? "" : query, headers));

        assertThat(accesses)
                .extracting(access -> access.action() + " " + access.resource())
                .containsExactly(needed.split(", "));
    }

    private static void assertDenied(String action, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            assertThat(e.awsErrorDetails().errorMessage())
                    .startsWith("User: arn:aws:iam::123456789012:user/reader is not authorized to perform: " + action);
        });
    }
}
