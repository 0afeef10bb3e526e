package dev.slipway.local.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Everything;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

final class StsIT {
    private static final String ROLE_ARN = "arn:aws:iam::123456789012:role/slipway-local-SetupFunctionRole";

    @TempDir
    private Path folder;

    private Principal cli;
    private Principal role;
    private FrontDoor door;

    @BeforeEach
    void open() {
        Principals principals = new Principals(folder);
        cli = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        role = principals.ensure(
                "SetupFunctionRole", "arn:aws:sts::123456789012:assumed-role/slipway-local-SetupFunctionRole/setup");
        door = new FrontDoor(
                0,
                List.of(new Sts(principals, Clock.systemUTC())),
                principals,
                Everything.allowedTo(cli.arn()),
                Clock.systemUTC(),
                "build");
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void getCallerIdentity_answersWhoSigned() {
        try (StsClient sts = client(AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey()))) {
            var identity = sts.getCallerIdentity();

            assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/cli");
            assertThat(identity.account()).isEqualTo("123456789012");
            assertThat(identity.responseMetadata().requestId()).hasSize(36);
        }
    }

    @Test
    void assumeRole_answersCredentialsThatWork() {
        try (StsClient sts = client(AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey()))) {
            Credentials got = sts.assumeRole(r -> r.roleArn(ROLE_ARN).roleSessionName("test"))
                    .credentials();

            assertThat(got.expiration()).isAfter(Instant.now());
            var session = AwsSessionCredentials.create(got.accessKeyId(), got.secretAccessKey(), got.sessionToken());
            try (StsClient asRole = client(session)) {
                assertThat(asRole.getCallerIdentity().arn()).isEqualTo(role.arn());
            }
        }
    }

    @Test
    void assumeRole_unknownRole_accessDenied() {
        try (StsClient sts = client(AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey()))) {
            assertThatThrownBy(
                            () -> sts.assumeRole(r -> r.roleArn(ROLE_ARN + "2").roleSessionName("test")))
                    .isInstanceOfSatisfying(StsException.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(403);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    });
        }
    }

    private StsClient client(AwsCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(door.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
