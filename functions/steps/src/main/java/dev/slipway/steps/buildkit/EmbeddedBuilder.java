package dev.slipway.steps.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.steps.buildkit.progress.BuildLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks a builder on this machine that speaks HTTP: one request a build, BuildKit's rawjson as it builds, and the metadata
 * of the image as the last line.
 */
final class EmbeddedBuilder implements Builder {
    private static final int CONNECT_MS = 2000;

    private final String url;
    private final String token;
    private final String image;

    EmbeddedBuilder(String url, String token, String image) {
        this.url = url;
        this.token = token;
        this.image = image;
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public Outcome build(Request request, BuildLog log) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "/build").toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(Codec.write(body(request)).getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("the embedded builder answered " + connection.getResponseCode());
        }
        Optional<String> digest = follow(connection, log);
        return digest.isPresent() ? new Outcome.Built(digest.get(), null, null) : new Outcome.Failed(log.blame(1));
    }

    private static Optional<String> follow(HttpURLConnection connection, BuildLog log) throws IOException {
        Optional<String> digest = Optional.empty();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                JsonNode node = Codec.parse(line);
                if (node.has("metadata")) {
                    digest = Optional.of(
                            node.path("metadata").path("containerimage.digest").asText());
                } else if (node.has("error")) {
                    log.error(node.path("error").asText(), node.path("hint").asText(""));
                } else {
                    log.line(line);
                }
            }
        }
        return digest;
    }

    private Map<String, Object> body(Request request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("context", request.context().toString());
        Path folder = request.dockerfile().startsWith(request.context())
                ? request.context()
                : Objects.requireNonNull(request.dockerfile().getParent(), "parent");
        body.put("dockerfileFolder", folder.toString());
        body.put("dockerfile", folder.relativize(request.dockerfile()).toString());
        body.put("args", request.plan().args());
        body.put("image", image);
        body.put("labels", Map.of());
        if (request.plan().target() != null) {
            body.put("target", request.plan().target());
        }
        return body;
    }
}
