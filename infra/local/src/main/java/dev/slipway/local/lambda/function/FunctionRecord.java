package dev.slipway.local.lambda.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All that is kept of one function, stored as one record.
 *
 * @param lastVersion the highest number given out; numbers are not given twice
 * @param policies statements by qualifier; the empty one is the function's own
 */
public record FunctionRecord(
        Configuration latest,
        Map<Integer, Configuration> versions,
        int lastVersion,
        Map<String, Alias> aliases,
        Map<String, FunctionUrl> urls,
        Map<String, List<JsonNode>> policies) {

    public FunctionRecord {
        versions = new TreeMap<>(versions);
        aliases = new TreeMap<>(aliases);
        urls = new TreeMap<>(urls);
        policies = new TreeMap<>(policies);
    }

    /** Begins with an unpublished version only. */
    public static FunctionRecord of(Configuration latest) {
        return new FunctionRecord(latest, Map.of(), 0, Map.of(), Map.of(), Map.of());
    }

    /** Returns the function's name. */
    public String name() {
        return latest.functionName();
    }

    /** Finds a version by number, by {@code $LATEST} or by an alias, whose weights are not asked. */
    public Optional<Configuration> find(String qualifier) {
        if (qualifier.equals(FunctionName.LATEST)) {
            return Optional.of(latest);
        }
        Alias alias = aliases.get(qualifier);
        String number = alias == null ? qualifier : alias.version();
        if (number.equals(FunctionName.LATEST)) {
            return Optional.of(latest);
        }
        return number.matches("[0-9]{1,9}")
                ? Optional.ofNullable(versions.get(Integer.parseInt(number)))
                : Optional.empty();
    }

    /** Returns the configurations of {@code $LATEST} and all versions. */
    public List<Configuration> all() {
        List<Configuration> all = new ArrayList<>();
        all.add(latest);
        all.addAll(versions.values());
        return all;
    }

    /** Whether an alias or a URL leads to a version. */
    public boolean routesTo(String version) {
        if (version.equals(FunctionName.LATEST)) {
            return urls.containsKey(FunctionName.LATEST);
        }
        return aliases.values().stream().anyMatch(alias -> alias.leadsTo(version));
    }

    /** Returns this record with another unpublished version. */
    public FunctionRecord withLatest(Configuration next) {
        return new FunctionRecord(next, versions, lastVersion, aliases, urls, policies);
    }

    /** Returns this record with one version replaced. */
    public FunctionRecord withVersion(String version, UnaryOperator<Configuration> change) {
        if (version.equals(FunctionName.LATEST)) {
            return withLatest(change.apply(latest));
        }
        Map<Integer, Configuration> next = new TreeMap<>(versions);
        next.computeIfPresent(Integer.valueOf(version), (number, configuration) -> change.apply(configuration));
        return new FunctionRecord(latest, next, lastVersion, aliases, urls, policies);
    }

    /** Returns this record with a new version. */
    public FunctionRecord publish(Configuration version) {
        int number = Integer.parseInt(version.version());
        Map<Integer, Configuration> next = new TreeMap<>(versions);
        next.put(number, version);
        return new FunctionRecord(latest, next, number, aliases, urls, policies);
    }

    /** Returns this record without a version. */
    public FunctionRecord withoutVersion(int number) {
        Map<Integer, Configuration> next = new TreeMap<>(versions);
        next.remove(number);
        return new FunctionRecord(latest, next, lastVersion, aliases, urls, policies);
    }

    /** Returns this record with other aliases. */
    public FunctionRecord withAliases(Map<String, Alias> next) {
        return new FunctionRecord(latest, versions, lastVersion, next, urls, policies);
    }

    /** Returns this record with other URLs. */
    public FunctionRecord withUrls(Map<String, FunctionUrl> next) {
        return new FunctionRecord(latest, versions, lastVersion, aliases, next, policies);
    }

    /** Returns this record with other policies. */
    public FunctionRecord withPolicies(Map<String, List<JsonNode>> next) {
        return new FunctionRecord(latest, versions, lastVersion, aliases, urls, next);
    }
}
