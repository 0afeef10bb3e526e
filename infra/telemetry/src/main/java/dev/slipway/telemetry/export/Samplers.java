package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;

/** The samplers of the specification that need no server. */
final class Samplers {
    static final List<String> NAMES = List.of(
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");

    private static final String PARENT_BASED = "parentbased_";

    private Samplers() {}

    /** Returns the sampler of a name; a {@code parentbased_} one decides at the root only, and its children follow. */
    static Sampler of(String name, double ratio) {
        if (name.startsWith(PARENT_BASED)) {
            return Sampler.parentBased(of(name.substring(PARENT_BASED.length()), ratio));
        }
        return switch (name) {
            case "always_off" -> Sampler.alwaysOff();
            case "traceidratio" -> Sampler.traceIdRatioBased(ratio);
            default -> Sampler.alwaysOn();
        };
    }
}
