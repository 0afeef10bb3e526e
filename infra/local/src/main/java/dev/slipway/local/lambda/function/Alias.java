package dev.slipway.local.lambda.function;

import java.util.Map;
import java.util.TreeMap;

/**
 * A name for a version.
 *
 * @param weights shares of other versions, each between 0 and 1; the rest goes to {@code version}
 */
public record Alias(String name, String version, String description, Map<String, Double> weights, String revisionId) {

    public Alias {
        weights = new TreeMap<>(weights);
    }

    /** Whether requests to the alias may reach a version. */
    public boolean leadsTo(String number) {
        return version.equals(number) || weights.getOrDefault(number, 0.0) > 0;
    }

    /** Picks a version for one request. */
    public String route(double random) {
        double left = random;
        for (Map.Entry<String, Double> share : weights.entrySet()) {
            left -= share.getValue();
            if (left < 0) {
                return share.getKey();
            }
        }
        return version;
    }
}
