package dev.slipway.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template with everything resolved.
 *
 * @param parameters every parameter's value, in the order of the template
 * @param resources in the order of the template; what SAM adds stands after the resource that it belongs to
 */
public record Stack(
        String name,
        String id,
        String description,
        Account account,
        Map<String, String> parameters,
        List<Declared> resources,
        List<Output> outputs) {

    public Stack {
        parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
        resources = List.copyOf(resources);
        outputs = List.copyOf(outputs);
    }

    /** Returns the resources of one kind, in order. */
    public <T extends Declared> List<T> all(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (Declared resource : resources) {
            if (kind.isInstance(resource)) {
                found.add(kind.cast(resource));
            }
        }
        return found;
    }

    /** Returns an output's value. */
    public Optional<String> output(String key) {
        return outputs.stream()
                .filter(output -> output.key().equals(key))
                .map(Output::value)
                .findFirst();
    }

    /** One output. */
    public record Output(String key, String value, String description) {}
}
