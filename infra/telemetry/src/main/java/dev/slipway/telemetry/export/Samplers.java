package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Map;

/** Reads {@code OTEL_TRACES_SAMPLER}. */
final class Samplers {
    private Samplers() {}

    /**
     * Returns the sampler that the environment names; by default the parent's decision, and everything at the root.
     *
     * @throws IllegalArgumentException for one that is not in the specification's list or needs a server
     */
    static Sampler from(Map<String, String> environment) {
        String name = environment.getOrDefault("OTEL_TRACES_SAMPLER", "").strip();
        return switch (name) {
            case "", "parentbased_always_on" -> Sampler.parentBased(Sampler.alwaysOn());
            case "parentbased_always_off" -> Sampler.parentBased(Sampler.alwaysOff());
            case "parentbased_traceidratio" -> Sampler.parentBased(Sampler.traceIdRatioBased(ratio(environment)));
            case "always_on" -> Sampler.alwaysOn();
            case "always_off" -> Sampler.alwaysOff();
            case "traceidratio" -> Sampler.traceIdRatioBased(ratio(environment));
            default -> throw new IllegalArgumentException("OTEL_TRACES_SAMPLER is not known: \"" + name + '"');
        };
    }

    private static double ratio(Map<String, String> environment) {
        String ratio = environment.getOrDefault("OTEL_TRACES_SAMPLER_ARG", "").strip();
        if (ratio.isEmpty()) {
            return 1;
        }
        try {
            return Double.parseDouble(ratio);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("OTEL_TRACES_SAMPLER_ARG must be a number, not \"" + ratio + '"', e);
        }
    }
}
