package dev.slipway.local.front;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a SigV4 signature covers of a call, as it came over the wire.
 *
 * @param path still percent-encoded, without the query
 * @param query still percent-encoded, empty where there is none
 * @param headers by lower-case name, several values joined by a comma
 */
record SignedCall(String method, String path, String query, Map<String, String> headers) {

    public SignedCall {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Optional<String> parameter(String name) {
        return UriText.query(query).stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(UriText.Parameter::value)
                .findFirst();
    }

    /**
     * Writes the canonical request of the Signature Version 4 documentation, in which the path is encoded once more than
     * on the wire.
     */
    String canonical(List<String> signedHeaders, String payloadHash) {
        StringBuilder out = new StringBuilder();
        out.append(method).append('\n');
        out.append(UriText.encodePath(path)).append('\n');
        out.append(canonicalQuery()).append('\n');
        for (String name : signedHeaders) {
            String value = headers.getOrDefault(name, "");
            out.append(name)
                    .append(':')
                    .append(value.strip().replaceAll(" +", " "))
                    .append('\n');
        }
        out.append('\n').append(String.join(";", signedHeaders)).append('\n');
        return out.append(payloadHash).toString();
    }

    private String canonicalQuery() {
        TreeMap<String, List<String>> sorted = new TreeMap<>();
        for (UriText.Parameter parameter : UriText.query(query)) {
            // A presigned URL's signature covers every parameter but itself.
            if (!parameter.name().equals("X-Amz-Signature")) {
                sorted.merge(
                        UriText.encode(parameter.name()), List.of(UriText.encode(parameter.value())), SignedCall::join);
            }
        }
        StringBuilder out = new StringBuilder();
        sorted.forEach((name, values) -> values.stream()
                .sorted()
                .forEach(value -> out.append(out.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(value)));
        return out.toString();
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
