package dev.slipway.cli.pipeline;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.events.state.VersionRecord;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Reads what the registry keeps beside an image: in-toto statements about it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html">GetDownloadUrlForLayer</a>
 */
public final class Statements {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clients clients;

    Statements(Clients clients) {
        this.clients = clients;
    }

    /**
     * Reads a statement about the image of a version, to the letter.
     *
     * @param digest of the statement, as the version names it; what the registry answers must have it
     */
    public String read(VersionRecord version, String digest) {
        String repository = version.image().replaceFirst("^[^/]+/", "").replaceFirst("@.*$", "");
        String url = clients.ecr()
                .getDownloadUrlForLayer(
                        request -> request.repositoryName(repository).layerDigest(digest))
                .downloadUrl();
        byte[] statement = download(url);
        if (!digest.equals("sha256:" + HexFormat.of().formatHex(sha256(statement)))) {
            throw PipelineFailures.unreachable(
                    "the registry answered something else than " + digest, "somebody has changed it on the way");
        }
        return new String(statement, StandardCharsets.UTF_8);
    }

    private static byte[] download(String url) throws CliFailure {
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw PipelineFailures.unreachable("the registry does not answer: " + e.getMessage(), "try again");
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
