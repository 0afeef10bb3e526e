package dev.slipway.telemetry.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds where and how traces leave, from the variables of the
 * <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP exporter specification</a>.
 *
 * <p>The default protocol is http/protobuf, which the specification recommends and Java's own autoconfigure does not
 * follow. The time-out ends an export; how long a deploy waits for one is decided where it waits.
 *
 * @param endpoint complete: {@code /v1/traces} is already appended where the specification says so
 */
record OtlpSettings(
        Protocol protocol,
        String endpoint,
        Map<String, String> headers,
        Duration timeout,
        boolean gzip,
        @Nullable Path certificate,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey) {
    private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
    private static final String TRACES_PREFIX = "OTEL_EXPORTER_OTLP_TRACES_";
    private static final String TRACES_PATH = "/v1/traces";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    enum Protocol {
        HTTP_PROTOBUF,
        GRPC
    }

    OtlpSettings {
        headers = Map.copyOf(headers);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException names the variable that makes no sense
     */
    static OtlpSettings from(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        Protocol protocol = protocol(variables);
        return new OtlpSettings(
                protocol,
                endpoint(variables, protocol),
                pairs(variables.name("HEADERS"), variables.value("HEADERS")),
                timeout(variables.name("TIMEOUT"), variables.value("TIMEOUT")),
                "gzip".equalsIgnoreCase(variables.value("COMPRESSION")),
                path(variables.value("CERTIFICATE")),
                path(variables.value("CLIENT_CERTIFICATE")),
                path(variables.value("CLIENT_KEY")));
    }

    /** Returns the endpoint as it may be shown: without what may be a credential in it. */
    String shownEndpoint() {
        URI uri = URI.create(endpoint);
        String authority = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return uri.getScheme() + "://" + authority + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    private static Protocol protocol(Variables variables) {
        String protocol = variables.value("PROTOCOL");
        if (protocol == null) {
            return Protocol.HTTP_PROTOBUF;
        }
        return switch (protocol.toLowerCase(Locale.ROOT)) {
            case "http/protobuf" -> Protocol.HTTP_PROTOBUF;
            case "grpc" -> Protocol.GRPC;
            default ->
                throw new IllegalArgumentException(
                        variables.name("PROTOCOL") + " must be http/protobuf or grpc, not \"" + protocol + "\"");
        };
    }

    private static String endpoint(Variables variables, Protocol protocol) {
        String own = variables.own("ENDPOINT");
        String endpoint = own == null ? variables.shared("ENDPOINT") : own;
        if (endpoint == null) {
            throw new IllegalArgumentException(PREFIX + "ENDPOINT must be set");
        }
        if (!isHttp(endpoint)) {
            // Not repeated: a URL may hold a password.
            throw new IllegalArgumentException(variables.name("ENDPOINT") + " must be an http or https URL");
        }
        if (own != null || protocol == Protocol.GRPC) {
            return endpoint;
        }
        return (endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint) + TRACES_PATH;
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Duration timeout(String variable, @Nullable String millis) {
        if (millis == null) {
            return DEFAULT_TIMEOUT;
        }
        try {
            Duration timeout = Duration.ofMillis(Long.parseLong(millis));
            // Zero means "no limit" to the specification; a deploy always has one.
            return timeout.isZero() || timeout.isNegative() ? DEFAULT_TIMEOUT : timeout;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + " must be milliseconds, not \"" + millis + '"', e);
        }
    }

    private static @Nullable Path path(@Nullable String file) {
        return file == null ? null : Path.of(file);
    }

    /** Reads {@code key=value,key=value} with percent-encoded values, as headers and resource attributes are written. */
    static Map<String, String> pairs(String variable, @Nullable String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (text == null) {
            return pairs;
        }
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals <= 0) {
                throw malformed(variable);
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    decode(variable, pair.substring(equals + 1).strip()));
        }
        return pairs;
    }

    private static String decode(String variable, String value) {
        try {
            // A plus sign stands for itself here, unlike in a form.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(variable);
        }
    }

    private static IllegalArgumentException malformed(String variable) {
        // The text is not repeated, nor is a cause kept: it may hold a secret.
        return new IllegalArgumentException(variable + " must be key=value pairs, percent-encoded, between commas");
    }

    /** A variable for traces beats the one for all signals; an empty one counts as unset. */
    private record Variables(Map<String, String> environment) {
        @Nullable
        String value(String name) {
            String own = own(name);
            return own == null ? shared(name) : own;
        }

        /** Returns which variable gives the value. */
        String name(String name) {
            return (own(name) == null ? PREFIX : TRACES_PREFIX) + name;
        }

        @Nullable
        String own(String name) {
            return unblank(environment.get(TRACES_PREFIX + name));
        }

        @Nullable
        String shared(String name) {
            return unblank(environment.get(PREFIX + name));
        }

        private static @Nullable String unblank(@Nullable String value) {
            return value == null || value.isBlank() ? null : value.strip();
        }
    }

    @Override
    public String toString() {
        // Headers carry credentials.
        return "OtlpSettings[" + protocol + " " + shownEndpoint() + "]";
    }
}
