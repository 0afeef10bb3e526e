package dev.slipway.local.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers calls that upload a blob: in one go, in chunks, or by naming one that another repository has. */
final class UploadRoutes {
    private static final Pattern CONTENT_RANGE = Pattern.compile("(?:bytes[ =])?(\\d+)-(\\d+)(?:/.*)?");
    private final ImageStore images;

    UploadRoutes(ImageStore images) {
        this.images = images;
    }

    void start(Exchange exchange, String repository) throws IOException {
        if (!exchange.method().equals("POST")) {
            throw RegistryRefusal.unsupported("uploads begin with POST");
        }
        images.repository(repository);
        Optional<Digest> mount = exchange.query("mount").map(Exchange::digest);
        Optional<String> from = exchange.query("from");
        if (mount.isPresent() && from.isPresent() && images.mount(repository, from.get(), mount.get())) {
            created(exchange, repository, mount.get());
            return;
        }
        Uploads.Upload upload = images.uploads().start();
        Optional<Digest> whole = exchange.query("digest").map(Exchange::digest);
        if (whole.isPresent()) {
            finish(exchange, repository, upload, whole.get());
            return;
        }
        status(exchange, repository, upload, 202);
    }

    void handle(Exchange exchange, String repository, String id) throws IOException {
        images.repository(repository);
        Uploads.Upload upload = images.uploads().find(id);
        switch (exchange.method()) {
            case "GET" -> status(exchange, repository, upload, 204);
            case "PATCH" -> {
                checkStart(exchange, repository, upload);
                append(exchange, upload);
                status(exchange, repository, upload, 202);
            }
            case "PUT" -> {
                checkStart(exchange, repository, upload);
                Digest digest = Exchange.digest(exchange.query("digest")
                        .orElseThrow(() -> new RegistryRefusal(400, "DIGEST_INVALID", "the query names no digest")));
                finish(exchange, repository, upload, digest);
            }
            case "DELETE" -> {
                upload.abort();
                exchange.empty(204);
            }
            default -> throw RegistryRefusal.unsupported("an upload takes GET, PATCH, PUT and DELETE");
        }
    }

    private static void checkStart(Exchange exchange, String repository, Uploads.Upload upload) {
        Optional<Matcher> range = exchange.header("Content-Range").map(CONTENT_RANGE::matcher);
        if (range.isPresent()
                && !(range.get().matches() && range.get().group(1).equals(Long.toString(upload.size())))) {
            locate(exchange, repository, upload);
            throw new RegistryRefusal(416, "RANGE_INVALID", "the upload has %d bytes so far".formatted(upload.size()));
        }
    }

    private void finish(Exchange exchange, String repository, Uploads.Upload upload, Digest digest) throws IOException {
        append(exchange, upload);
        images.commit(repository, upload, digest);
        created(exchange, repository, digest);
    }

    private static void append(Exchange exchange, Uploads.Upload upload) throws IOException {
        try (InputStream body = exchange.body()) {
            upload.append(body);
        }
    }

    private static void created(Exchange exchange, String repository, Digest digest) {
        exchange.put("Location", "/v2/%s/blobs/%s".formatted(repository, digest))
                .put("Docker-Content-Digest", digest.toString())
                .empty(201);
    }

    private static void status(Exchange exchange, String repository, Uploads.Upload upload, int status) {
        locate(exchange, repository, upload);
        exchange.put("Docker-Upload-UUID", upload.id());
        if (status == 204) {
            exchange.noContent();
        } else {
            exchange.empty(status);
        }
    }

    private static void locate(Exchange exchange, String repository, Uploads.Upload upload) {
        exchange.put("Location", "/v2/%s/blobs/uploads/%s".formatted(repository, upload.id()))
                .put("Range", "0-" + Math.max(0, upload.size() - 1));
    }
}
