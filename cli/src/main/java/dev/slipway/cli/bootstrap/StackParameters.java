package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * The parameters of a stack: what is given now, else what it has, else what the template says.
 *
 * @param effective the value of each
 * @param request how CloudFormation is told
 */
record StackParameters(Map<String, String> effective, List<Parameter> request) {
    StackParameters {
        effective = Collections.unmodifiableMap(new LinkedHashMap<>(effective));
        request = List.copyOf(request);
    }

    /**
     * Merges the values that there are.
     *
     * @param declared the template's parameters with their defaults
     * @param previous what the stack has; empty where there is none yet
     * @param outdated defaults of the template that the stack was made of: such a value was nobody's choice, and gives
     *     way to a newer default
     */
    static StackParameters merge(
            Map<String, Optional<String>> declared,
            Map<String, String> given,
            Map<String, String> previous,
            Map<String, Optional<String>> outdated) {
        given.keySet().stream()
                .filter(name -> !declared.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw CliFailure.usage(
                            "failed to read the parameters: the pipeline has none of the name " + name,
                            "it has " + String.join(", ", declared.keySet()));
                });
        Map<String, String> effective = new LinkedHashMap<>();
        List<Parameter> request = new ArrayList<>();
        declared.forEach((name, byDefault) -> {
            String before = previous.get(name);
            boolean chosen = before != null && !Optional.of(before).equals(outdated.get(name));
            if (given.containsKey(name)) {
                effective.put(name, given.get(name));
                request.add(Parameter.builder()
                        .parameterKey(name)
                        .parameterValue(given.get(name))
                        .build());
            } else if (before != null && (chosen || byDefault.isEmpty())) {
                effective.put(name, before);
                request.add(Parameter.builder()
                        .parameterKey(name)
                        .usePreviousValue(true)
                        .build());
            } else {
                effective.put(
                        name,
                        byDefault.orElseThrow(() -> CliFailure.usage(
                                "failed to read the parameters: " + name + " has no value",
                                "give --parameter " + name + "=...")));
            }
        });
        return new StackParameters(effective, request);
    }
}
