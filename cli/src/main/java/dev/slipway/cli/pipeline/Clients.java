package dev.slipway.cli.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.xray.XRayClient;

/**
 * The AWS clients for one site, each built when it is first asked for: building one takes longer than most calls.
 * Thread-safe.
 */
public final class Clients implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(30);

    private final Site site;
    private final List<ExecutionInterceptor> interceptors;
    private final SdkHttpClient http;
    private final Lazy<S3Client> s3 = new Lazy<>(this::buildS3);
    private final Lazy<LambdaClient> lambda = new Lazy<>(() -> build(LambdaClient.builder()));
    private final Lazy<SfnClient> stepFunctions = new Lazy<>(() -> build(SfnClient.builder()));
    private final Lazy<EcrClient> ecr = new Lazy<>(() -> build(EcrClient.builder()));
    private final Lazy<CloudFormationClient> cloudFormation = new Lazy<>(() -> build(CloudFormationClient.builder()));
    private final Lazy<StsClient> sts = new Lazy<>(() -> build(StsClient.builder()));
    private final Lazy<CloudWatchLogsClient> logs = new Lazy<>(() -> build(CloudWatchLogsClient.builder()));
    private final Lazy<XRayClient> xray = new Lazy<>(() -> build(XRayClient.builder()));

    /** Builds nothing yet. */
    public Clients(Site site, List<ExecutionInterceptor> interceptors) {
        this.site = site;
        this.interceptors = List.copyOf(interceptors);
        this.http = site.endpoint() == null
                ? UrlConnectionHttpClient.create()
                : UrlConnectionHttpClient.create(Clients::connectToThisMachine);
    }

    /** Connects as the SDK does, which sets TLS up beforehand: that takes as long as a whole call here. */
    private static HttpURLConnection connectToThisMachine(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) READ.toMillis());
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public S3Client s3() {
        return s3.get();
    }

    public LambdaClient lambda() {
        return lambda.get();
    }

    public SfnClient stepFunctions() {
        return stepFunctions.get();
    }

    public EcrClient ecr() {
        return ecr.get();
    }

    public CloudWatchLogsClient logs() {
        return logs.get();
    }

    public CloudFormationClient cloudFormation() {
        return cloudFormation.get();
    }

    public StsClient sts() {
        return sts.get();
    }

    public XRayClient xray() {
        return xray.get();
    }

    /** Builds what a deploy needs, in the order in which it needs it. */
    public void warmUp() {
        lambda();
        s3();
        stepFunctions();
    }

    @Override
    public void close() {
        http.close();
    }

    private S3Client buildS3() {
        S3ClientBuilder builder = S3Client.builder();
        if (site.s3Endpoint() != null) {
            builder.endpointOverride(site.s3Endpoint())
                    .forcePathStyle(true)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
        }
        return prepared(builder).build();
    }

    private <C, B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(B builder) {
        @Nullable URI endpoint = site.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return prepared(builder).build();
    }

    private <C, B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> B prepared(B builder) {
        builder.httpClient(http);
        builder.overrideConfiguration(configuration -> {
            interceptors.forEach(configuration::addExecutionInterceptor);
            if (site.endpoint() != null) {
                // The local cloud is told apart from an account: nothing of the user's AWS configuration counts.
                configuration.defaultProfileFile(ProfileFile.aggregator().build());
            }
        });
        if (site.region() != null) {
            builder.region(Region.of(site.region()));
        }
        if (site.credentials() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    site.credentials().accessKeyId(), site.credentials().secretAccessKey())));
        }
        return builder;
    }

    private static final class Lazy<T> {
        private final Supplier<T> build;
        private @Nullable T value;

        Lazy(Supplier<T> build) {
            this.build = build;
        }

        synchronized T get() {
            T built = value;
            if (built == null) {
                built = build.get();
                value = built;
            }
            return built;
        }
    }
}
