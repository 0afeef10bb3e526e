package dev.slipway.local;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the services answer.
 *
 * @param registry host and port
 * @param otlp null where nothing is traced
 */
record Endpoints(
        String front, String s3, String registry, @Nullable String otlp, String builder) {

    static Endpoints of(Ports ports, boolean traced) {
        return new Endpoints(
                "http://" + host(ports.front()),
                "http://" + host(ports.s3()),
                host(ports.registry()),
                traced ? "http://" + host(ports.otlp()) : null,
                "http://" + host(ports.builder()));
    }

    /** Returns the variables by which every AWS SDK finds the services; nothing in them says that they are local. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", front);
        variables.put("AWS_ENDPOINT_URL_S3", s3);
        return variables;
    }

    private static String host(int port) {
        return "127.0.0.1:" + port;
    }
}
