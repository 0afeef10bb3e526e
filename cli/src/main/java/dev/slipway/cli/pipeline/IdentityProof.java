package dev.slipway.cli.pipeline;

import dev.slipway.events.step.CreateDeploymentRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Proves to a pipeline who calls, without a call of its own: a GetCallerIdentity that is signed here, sent by the pipeline, and
 * good for a minute and one deployment only.
 */
public final class IdentityProof {
    private static final Duration VALIDITY = Duration.ofMinutes(1);
    private static final String CALL = "/?Action=GetCallerIdentity&Version=2011-06-15";

    private IdentityProof() {}

    /** Signs for the STS of a region; empty where there are no credentials, which the call itself will say better. */
    static Optional<String> of(
            IdentityProvider<? extends AwsCredentialsIdentity> credentials, Region region, String token) {
        String host = "https://sts." + region.id() + "."
                + PartitionMetadata.of(region).dnsSuffix();
        return of(credentials, region, URI.create(host), token);
    }

    /** Signs for an STS at any address, the same for the pipeline. */
    public static Optional<String> of(
            IdentityProvider<? extends AwsCredentialsIdentity> credentials, Region region, URI sts, String token) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(sts + CALL))
                .putHeader(CreateDeploymentRequest.IDENTITY_HEADER, token)
                .build();
        try {
            AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
            SdkHttpRequest signed = AwsV4HttpSigner.create()
                    .sign(sign -> sign.identity(identity)
                            .request(request)
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                            .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, VALIDITY))
                    .request();
            return signed.encodedQueryParameters();
        } catch (SdkException | CompletionException e) {
            return Optional.empty();
        }
    }
}
