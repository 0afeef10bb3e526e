package dev.slipway.cli.emulator;

import dev.slipway.cli.local.CloudFile;
import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.pipeline.Discovery;
import dev.slipway.cli.pipeline.SavedPipelines;
import dev.slipway.cli.pipeline.Site;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Where a cloud answers, and as whom it is asked.
 *
 * @param s3 where S3 does; the same but on the local cloud
 */
record Cloud(String url, String s3, String accessKeyId, String secretAccessKey) {
    private static final String REGION = "us-east-1";

    static Cloud of(String url) {
        return new Cloud(url, url, "test", "test");
    }

    /** Returns the local cloud of a home folder, asked as its administrator. */
    static Cloud local(Path home) {
        CloudFile file = new LocalCloud(home).running().orElseThrow();
        return new Cloud(
                file.endpoint(),
                file.s3Endpoint(),
                file.exports().get("AWS_ACCESS_KEY_ID"),
                file.exports().get("AWS_SECRET_ACCESS_KEY"));
    }

    /** Finds a pipeline as the command does on AWS, with nothing but the SDK's settings pointing here. */
    Site discover(String pipeline, Path home) {
        Map<String, String> settings = Map.of(
                "aws.endpointUrl", url,
                "aws.region", REGION,
                "aws.accessKeyId", accessKeyId,
                "aws.secretAccessKey", secretAccessKey);
        Map<String, Optional<String>> before = new HashMap<>();
        settings.forEach((name, value) -> before.put(name, Optional.ofNullable(System.setProperty(name, value))));
        try {
            Site found =
                    new Discovery(new LocalCloud(home), new SavedPipelines(home), Optional.empty()).start(pipeline);
            return site(pipeline, found.outputs());
        } finally {
            before.forEach((name, value) ->
                    value.ifPresentOrElse(text -> System.setProperty(name, text), () -> System.clearProperty(name)));
        }
    }

    Site site(String pipeline, Map<String, String> outputs) {
        return new Site(
                pipeline,
                REGION,
                URI.create(url),
                URI.create(s3),
                new CloudFile.Credentials(accessKeyId, secretAccessKey),
                false,
                outputs);
    }

    /** Returns what a function finds in its environment of it. */
    Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL", url,
                "AWS_ENDPOINT_URL_S3", s3,
                "AWS_REGION", REGION,
                "AWS_ACCESS_KEY_ID", accessKeyId,
                "AWS_SECRET_ACCESS_KEY", secretAccessKey);
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create(url))
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .build();
    }
}
