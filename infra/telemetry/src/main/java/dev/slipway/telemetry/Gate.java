package dev.slipway.telemetry;

import java.util.Map;

/** Decides whether the environment asks for traces, before anything of the SDK is touched. */
final class Gate {
    private Gate() {}

    static boolean wantsTraces(Map<String, String> environment) {
        return !"true".equalsIgnoreCase(environment.getOrDefault("OTEL_SDK_DISABLED", ""))
                && !"none".equalsIgnoreCase(environment.getOrDefault("OTEL_TRACES_EXPORTER", ""));
    }

    /** An empty variable counts as unset, as the OpenTelemetry specification asks. */
    static boolean hasEndpoint(Map<String, String> environment) {
        return !environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").isBlank()
                || !environment
                        .getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
                        .isBlank();
    }
}
