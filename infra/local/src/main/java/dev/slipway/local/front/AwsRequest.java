package dev.slipway.local.front;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A verified call.
 *
 * @param path decoded path, without the query
 * @param query parameters in order; a parameter without a value has the empty string
 * @param headers by lower-case name, several values joined by a comma
 * @param body the whole body as UTF-8 text, which every protocol but that of S3 is; the front door refuses one over 16 MiB
 */
public record AwsRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body,
        Principal principal) {

    public AwsRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** Returns a header by its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }
}
