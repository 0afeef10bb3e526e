package dev.slipway.steps.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Builds AWS clients from an environment given as a map.
 *
 * <p>The SDK would read the process's environment by itself; several functions in one process have an environment each,
 * so region, credentials and endpoints are taken from the map wherever it names them (see "AWS SDKs and Tools Reference
 * Guide", settings {@code AWS_REGION}, {@code AWS_ENDPOINT_URL} and {@code AWS_ENDPOINT_URL_<SERVICE>}). Thread-safe.
 */
public final class AwsClients {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(55);

    private final Map<String, String> environment;
    private final List<ExecutionInterceptor> interceptors;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;

    /** Prepares to build clients; interceptors see every call of every client. */
    public AwsClients(Map<String, String> environment, List<ExecutionInterceptor> interceptors) {
        this.environment = Map.copyOf(environment);
        this.interceptors = List.copyOf(interceptors);
        this.credentials = credentials(environment);
        this.http = environment.getOrDefault("AWS_ENDPOINT_URL", "").startsWith("http:")
                ? UrlConnectionHttpClient.create(AwsClients::connect)
                : UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(READ)
                        .build();
    }

    /** Connects as the SDK does, which sets TLS up beforehand: that takes longer than all the rest, and is not needed. */
    private static HttpURLConnection connect(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) READ.toMillis());
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Configures and builds a client; the service id is that of endpoint variables: {@code S3}, {@code SFN}. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder, String serviceId) {
        builder.httpClient(http)
                .credentialsProvider(credentials)
                .region(Region.of(environment.getOrDefault("AWS_REGION", "us-east-1")))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .executionInterceptors(interceptors)
                        .build());
        String endpoint =
                environment.getOrDefault("AWS_ENDPOINT_URL_" + serviceId, environment.get("AWS_ENDPOINT_URL"));
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String token = environment.get("AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }
}
