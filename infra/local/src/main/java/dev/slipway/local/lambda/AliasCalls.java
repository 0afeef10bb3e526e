package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.function.Alias;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.Refusals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The calls about aliases. */
final class AliasCalls {
    private final FunctionStore store;
    private final Arns arns;
    private final Rendering rendering;

    AliasCalls(FunctionStore store, Arns arns) {
        this.store = store;
        this.arns = arns;
        this.rendering = new Rendering(arns);
    }

    AwsResponse create(Call call) {
        String name = call.required("Name");
        if (name.length() > 128 || !name.matches("(?!^[0-9]+$)([a-zA-Z0-9-_]+)")) {
            throw Refusals.validation(
                    name, "name", "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }
        String version = call.required("FunctionVersion");
        String function = call.name().name();
        FunctionRecord record = store.update(function, arns.function(function, null), before -> {
            if (before.aliases().containsKey(name)) {
                throw Refusals.conflict("Alias already exists: " + arns.function(function, name));
            }
            Alias alias = new Alias(
                    name, version, call.text("Description").orElse(""), weights(call, before, version, Map.of()), id());
            return put(before, alias);
        });
        return answer(201, function, record, name);
    }

    AwsResponse update(Call call) {
        String function = call.name().name();
        FunctionRecord record = store.update(function, arns.function(function, null), before -> {
            Alias alias = require(before, call.item());
            call.text("RevisionId").filter(id -> !id.equals(alias.revisionId())).ifPresent(id -> {
                throw Refusals.precondition("Alias");
            });
            String version = call.text("FunctionVersion").orElse(alias.version());
            return put(
                    before,
                    new Alias(
                            alias.name(),
                            version,
                            call.text("Description").orElse(alias.description()),
                            weights(call, before, version, alias.weights()),
                            id()));
        });
        return answer(200, function, record, call.item());
    }

    AwsResponse get(Call call) {
        return answer(200, call.name().name(), record(call.name()), call.item());
    }

    AwsResponse list(Call call) {
        FunctionName name = call.name();
        List<ObjectNode> aliases = record(name).aliases().values().stream()
                .filter(alias -> call.query("FunctionVersion")
                        .map(alias.version()::equals)
                        .orElse(true))
                .map(alias -> rendering.alias(name.name(), alias))
                .toList();
        return Call.json(200, Rendering.page("Aliases", aliases, call));
    }

    AwsResponse delete(Call call) {
        String function = call.name().name();
        store.update(function, arns.function(function, null), before -> {
            if (before.urls().containsKey(call.item())) {
                throw Refusals.conflict("The alias " + call.item()
                        + " has a function URL configuration. Delete the function URL configuration first.");
            }
            Map<String, Alias> aliases = new TreeMap<>(before.aliases());
            aliases.remove(call.item());
            return before.withAliases(aliases);
        });
        return Call.empty(204);
    }

    private FunctionRecord put(FunctionRecord record, Alias alias) {
        if (record.find(alias.version()).isEmpty() || record.aliases().containsKey(alias.version())) {
            throw Refusals.functionNotFound(arns.function(record.name(), alias.version()));
        }
        Map<String, Alias> aliases = new TreeMap<>(record.aliases());
        aliases.put(alias.name(), alias);
        return record.withAliases(aliases);
    }

    private Map<String, Double> weights(Call call, FunctionRecord record, String version, Map<String, Double> before) {
        JsonNode routing = call.body().get("RoutingConfig");
        if (routing == null || routing.isNull()) {
            return before;
        }
        Map<String, Double> weights = new TreeMap<>();
        routing.path("AdditionalVersionWeights")
                .properties()
                .forEach(entry -> weights.put(entry.getKey(), entry.getValue().asDouble()));
        if (weights.size() > 1) {
            throw Refusals.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        weights.forEach((number, weight) -> {
            if (weight < 0 || weight > 1) {
                throw Refusals.validation(
                        String.valueOf(weight),
                        "routingConfig.additionalVersionWeights",
                        "Map value must satisfy constraint: [Member must have value between 0.0 and 1.0]");
            }
            if (number.equals(version) || version.equals(FunctionName.LATEST) || number.equals(FunctionName.LATEST)) {
                throw Refusals.invalid(
                        "Invalid function version " + number + ". Routing needs two different published versions.");
            }
            if (record.find(number).isEmpty()) {
                throw Refusals.functionNotFound(arns.function(record.name(), number));
            }
        });
        return weights;
    }

    private AwsResponse answer(int status, String function, FunctionRecord record, String alias) {
        return Call.json(status, rendering.alias(function, require(record, alias)));
    }

    private FunctionRecord record(FunctionName name) {
        return store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
    }

    private Alias require(FunctionRecord record, String name) {
        Alias alias = record.aliases().get(name);
        if (alias == null) {
            throw Refusals.notFound("Cannot find alias arn: " + arns.function(record.name(), name));
        }
        return alias;
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
