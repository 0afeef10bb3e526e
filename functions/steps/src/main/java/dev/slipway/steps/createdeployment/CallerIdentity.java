package dev.slipway.steps.createdeployment;

import dev.slipway.events.step.CreateDeploymentRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Learns who calls: Lambda does not tell.
 *
 * <p>The caller hands over a <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">
 * GetCallerIdentity</a> that it has signed and not sent. Sent from here, STS answers with the ARN behind the signature. The
 * signature has to cover the deployment's token, so that one made for something else proves nothing here.
 *
 * <p>It is asked while the records are written, for at most a second: a deployment does not depend on it.
 */
final class CallerIdentity {
    /** For the connection, and for each piece of the answer. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int LONGEST_PROOF = 8192;
    private static final int LONGEST_ANSWER = 1 << 16;
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9%=&._~-]*");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([^&]*)");
    private static final Pattern SIGNED = Pattern.compile("(?:^|&)X-Amz-SignedHeaders=([^&]*)");
    private static final Pattern ARN =
            Pattern.compile("(?s).*<GetCallerIdentityResult>.*<Arn>(arn:[^<]{1,2048})</Arn>.*");

    private final String endpoint;
    private final int patienceMillis;

    private CallerIdentity(String endpoint, Duration patience) {
        this.endpoint = endpoint;
        this.patienceMillis = (int) patience.toMillis();
    }

    /** Asks the STS of the function's region, or where its environment says. */
    static CallerIdentity of(Map<String, String> environment, Duration patience) {
        String given = environment.getOrDefault("AWS_ENDPOINT_URL_STS", environment.get("AWS_ENDPOINT_URL"));
        if (given != null) {
            return new CallerIdentity(given, patience);
        }
        Region region = Region.of(environment.getOrDefault("AWS_REGION", "us-east-1"));
        String host = "sts." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix();
        return new CallerIdentity("https://" + host, patience);
    }

    /** Begins to ask; empty where there is no proof, or a wrong one, or no answer in time. */
    CompletableFuture<Optional<String>> ask(CreateDeploymentRequest request) {
        String proof = request.identity();
        if (proof == null || !isSound(proof)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> arn(proof, request.token()));
    }

    private static boolean isSound(String proof) {
        Matcher action = ACTION.matcher(proof);
        return proof.length() <= LONGEST_PROOF
                && QUERY.matcher(proof).matches()
                && action.find()
                && action.group(1).equals("GetCallerIdentity")
                && !action.find()
                && covers(proof);
    }

    private static boolean covers(String proof) {
        Matcher signed = SIGNED.matcher(proof);
        return signed.find()
                && (";" + signed.group(1).replace("%3B", ";") + ";")
                        .contains(";" + CreateDeploymentRequest.IDENTITY_HEADER + ";")
                && !signed.find();
    }

    private Optional<String> arn(String proof, String token) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(endpoint + "/?" + proof).toURL().openConnection();
            connection.setConnectTimeout(patienceMillis);
            connection.setReadTimeout(patienceMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty(CreateDeploymentRequest.IDENTITY_HEADER, token);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            try (InputStream body = connection.getInputStream()) {
                return arn(new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> arn(String answer) {
        Matcher arn = ARN.matcher(answer);
        return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }

    /** Returns what a client says of its user, unless that could be taken for more than it is. */
    static String claimed(@Nullable String user) {
        return user == null || user.isBlank() || user.startsWith("arn:") || user.equals("s3") ? "unknown" : user;
    }
}
