package dev.slipway.local.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers calls on one blob. */
final class BlobRoutes {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private final ImageStore images;

    BlobRoutes(ImageStore images) {
        this.images = images;
    }

    void handle(Exchange exchange, String repository, String reference) throws IOException {
        Digest digest = Exchange.digest(reference);
        switch (exchange.method()) {
            case "GET", "HEAD" -> send(exchange, repository, digest);
            case "DELETE" -> {
                if (!images.unlinkBlob(repository, digest)) {
                    throw RegistryRefusal.blobUnknown(digest);
                }
                exchange.empty(202);
            }
            default -> throw RegistryRefusal.unsupported("a blob takes GET, HEAD and DELETE");
        }
    }

    private void send(Exchange exchange, String repository, Digest digest) throws IOException {
        Path file = images.blob(repository, digest).orElseThrow(() -> RegistryRefusal.blobUnknown(digest));
        long size = Files.size(file);
        exchange.put("Docker-Content-Digest", digest.toString())
                .put("Content-Type", "application/octet-stream")
                .put("Accept-Ranges", "bytes")
                .put("ETag", '"' + digest.toString() + '"');
        Span span =
                exchange.header("Range").map(range -> Span.parse(range, size)).orElse(new Span(0, size, false));
        if (span.partial()) {
            exchange.put(
                    "Content-Range", "bytes %d-%d/%d".formatted(span.start(), span.start() + span.length() - 1, size));
        }
        if (exchange.isHead()) {
            exchange.put("Content-Length", Long.toString(span.length()));
            return;
        }
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = exchange.stream(span.partial() ? 206 : 200, span.length())) {
            in.skipNBytes(span.start());
            copy(in, out, span.length());
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("the blob is shorter than it was");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    /** A range of bytes; one that names several, or none, is answered with the whole as RFC 9110 allows. */
    private record Span(long start, long length, boolean partial) {
        static Span parse(String header, long size) {
            Matcher range = RANGE.matcher(header.strip());
            if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
                return new Span(0, size, false);
            }
            long start;
            long end = size - 1;
            try {
                if (range.group(1).isEmpty()) {
                    start = Math.max(0, size - Long.parseLong(range.group(2)));
                } else {
                    start = Long.parseLong(range.group(1));
                    end = range.group(2).isEmpty() ? end : Math.min(end, Long.parseLong(range.group(2)));
                }
            } catch (NumberFormatException tooBig) {
                start = size;
            }
            if (start > end) {
                throw new RegistryRefusal(416, "RANGE_INVALID", "the blob has %d bytes".formatted(size));
            }
            return new Span(start, end - start + 1, true);
        }
    }
}
