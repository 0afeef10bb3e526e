package dev.slipway.local.lambda.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads images from the local registry over the OCI distribution protocol, with Basic credentials. */
public final class RegistrySource implements BlobSource {
    private static final String ACCEPT = "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.docker.distribution.manifest.v2+json,application/vnd.oci.image.index.v1+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json";

    private final URI base;
    private final Supplier<String> credentials;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * Reads from one registry.
     *
     * @param base such as {@code http://127.0.0.1:5000}
     * @param credentials user and password joined by a colon, asked for at each call
     */
    public RegistrySource(URI base, Supplier<String> credentials) {
        this.base = base;
        this.credentials = credentials;
    }

    @Override
    public Optional<Manifest> manifest(String repository, String reference) throws IOException {
        HttpResponse<InputStream> response = get("/v2/" + repository + "/manifests/" + reference);
        try (InputStream body = response.body()) {
            if (response.statusCode() == 404) {
                return Optional.empty();
            }
            expectOk(response);
            byte[] json = body.readAllBytes();
            return Optional.of(new Manifest(
                    response.headers().firstValue("Content-Type").orElse(""),
                    Digests.sha256(json),
                    new String(json, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public InputStream blob(String repository, String digest) throws IOException {
        HttpResponse<InputStream> response = get("/v2/" + repository + "/blobs/" + digest);
        if (response.statusCode() != 200) {
            response.body().close();
        }
        expectOk(response);
        return response.body();
    }

    private HttpResponse<InputStream> get(String path) throws IOException {
        String basic = Base64.getEncoder().encodeToString(credentials.get().getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Basic " + basic)
                .header("Accept", ACCEPT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading from the registry", e);
        }
    }

    private static void expectOk(HttpResponse<?> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("the registry answered " + response.statusCode() + " to "
                    + response.request().uri().getPath());
        }
    }
}
