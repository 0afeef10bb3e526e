package dev.slipway.local.front;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
public record SignedCall(String method, String path, String query, Map<String, String> headers) {

    public SignedCall {
        headers = Map.copyOf(headers);
    }

    /** Returns a header by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns the first value of a parameter, decoded; empty where it has none. */
    public Optional<String> parameter(String name) {
        return UriText.query(query).stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(UriText.Parameter::value)
                .findFirst();
    }

    /**
     * Returns the decoded parameters in order; one without a value has the empty string.
     *
     * @throws AwsException where they are not UTF-8, percent-encoded
     */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (UriText.Parameter parameter : UriText.query(query)) {
            parameters
                    .computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                    .add(parameter.value());
        }
        return parameters;
    }

    /**
     * Returns the decoded path.
     *
     * @throws AwsException where it is not UTF-8, percent-encoded
     */
    public String decodedPath() {
        return UriText.decode(path);
    }

    /** Returns the path with each byte encoded that S3 has encoded in what is signed. */
    public String encodedPath() {
        return UriText.encodePath(decodedPath());
    }

    /** Writes the canonical request of the Signature Version 4 documentation. */
    String canonical(WireProtocol protocol, List<String> signedHeaders, String payloadHash) {
        StringBuilder out = new StringBuilder();
        out.append(method).append('\n');
        // Everywhere but with S3 the path is encoded once more than on the wire.
        out.append(protocol == WireProtocol.S3 ? encodedPath() : UriText.encodePath(path))
                .append('\n');
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
