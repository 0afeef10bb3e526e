package dev.slipway.local.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Everything;
import dev.slipway.local.iam.Permissions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3 on any free port with a bucket, and the real SDK's clients for it. */
final class S3Fixture implements AutoCloseable {
    static final String BUCKET = "slipway-test";

    final Principals principals;
    final Principal cli;
    final List<ObjectNode> events = new CopyOnWriteArrayList<>();
    final Permissions permissions;
    final S3 s3;

    S3Fixture(Path folder) {
        principals = new Principals(folder.resolve("principals"));
        cli = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        permissions = Everything.allowedTo(cli.arn());
        s3 = new S3(0, folder.resolve("s3"), principals, permissions, events::add, Clock.systemUTC());
        s3.ensureBucket(BUCKET);
    }

    AwsBasicCredentials credentials() {
        return AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey());
    }

    S3Client client() {
        return client(credentials());
    }

    S3Client client(AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(s3.uri())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // A retry would hide a connection that we broke.
                .overrideConfiguration(o -> o.retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(1).build()))
                .build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(s3.uri())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(credentials()))
                .build();
    }

    @Override
    public void close() {
        s3.close();
    }
}
