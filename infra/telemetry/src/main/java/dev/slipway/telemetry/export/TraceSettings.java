package dev.slipway.telemetry.export;

import java.util.Map;

/**
 * Holds what is traced and under which name, checked before anything of the SDK is loaded.
 *
 * @param sampler {@code OTEL_TRACES_SAMPLER}, one that {@link Samplers} knows
 * @param ratio {@code OTEL_TRACES_SAMPLER_ARG}, from 0 to 1
 * @param attributes {@code OTEL_RESOURCE_ATTRIBUTES}
 */
record TraceSettings(
        String defaultServiceName,
        String sampler,
        double ratio,
        Map<String, String> attributes,
        Map<String, String> environment) {
    private static final String DEFAULT_SAMPLER = "parentbased_always_on";

    TraceSettings {
        attributes = Map.copyOf(attributes);
        environment = Map.copyOf(environment);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException names the variable that makes no sense
     */
    static TraceSettings from(Map<String, String> environment, String defaultServiceName) {
        String sampler = environment.getOrDefault("OTEL_TRACES_SAMPLER", "").strip();
        if (!sampler.isEmpty() && !Samplers.NAMES.contains(sampler)) {
            throw new IllegalArgumentException(
                    "OTEL_TRACES_SAMPLER must be one of " + Samplers.NAMES + ", not \"" + sampler + '"');
        }
        return new TraceSettings(
                defaultServiceName,
                sampler.isEmpty() ? DEFAULT_SAMPLER : sampler,
                ratio(environment.getOrDefault("OTEL_TRACES_SAMPLER_ARG", "").strip()),
                OtlpSettings.pairs("OTEL_RESOURCE_ATTRIBUTES", environment.get("OTEL_RESOURCE_ATTRIBUTES")),
                environment);
    }

    private static double ratio(String text) {
        if (text.isEmpty()) {
            return 1;
        }
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            // Said below, with the other things that are no ratio.
        }
        throw new IllegalArgumentException("OTEL_TRACES_SAMPLER_ARG must be from 0 to 1, not \"" + text + '"');
    }
}
