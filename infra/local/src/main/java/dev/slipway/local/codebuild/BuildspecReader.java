package dev.slipway.local.codebuild;

import dev.slipway.local.codebuild.Buildspec.Commands;
import dev.slipway.local.codebuild.Buildspec.OnFailure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a buildspec. What this CodeBuild would not carry out is refused with its place, so that a buildspec never works
 * differently here without a word.
 */
final class BuildspecReader {
    private static final Map<String, BuildPhase> PHASES = Map.of(
            "install", BuildPhase.INSTALL,
            "pre_build", BuildPhase.PRE_BUILD,
            "build", BuildPhase.BUILD,
            "post_build", BuildPhase.POST_BUILD);

    private final String file;

    private BuildspecReader(String file) {
        this.file = file;
    }

    static Buildspec read(String file, String text) throws BuildProblem {
        return new BuildspecReader(file).buildspec(text);
    }

    private Buildspec buildspec(String text) throws BuildProblem {
        Map<String, Object> root = map("", load(text));
        allow("", root, Set.of("version", "env", "phases"));
        if (!"0.2".equals(String.valueOf(root.get("version")))) {
            throw problem("version must be 0.2");
        }
        Map<String, Object> env = map("env", root.get("env"));
        allow("env", env, Set.of("variables", "exported-variables", "shell"));
        if (env.containsKey("shell") && !"bash".equals(env.get("shell"))) {
            throw problem("env.shell: only bash is there");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry :
                map("env.variables", env.get("variables")).entrySet()) {
            variables.put(entry.getKey(), scalar("env.variables." + entry.getKey(), entry.getValue()));
        }
        List<String> exported = strings("env.exported-variables", env.get("exported-variables"));
        return new Buildspec(variables, exported, phases(map("phases", root.get("phases"))));
    }

    private Map<BuildPhase, Commands> phases(Map<String, Object> all) throws BuildProblem {
        allow("phases", all, PHASES.keySet());
        if (all.isEmpty()) {
            throw problem("phases: there must be at least one");
        }
        Map<BuildPhase, Commands> phases = new EnumMap<>(BuildPhase.class);
        for (Map.Entry<String, Object> entry : all.entrySet()) {
            String place = "phases." + entry.getKey();
            Map<String, Object> phase = map(place, entry.getValue());
            allow(place, phase, Set.of("commands", "finally", "on-failure"));
            List<String> commands = strings(place + ".commands", phase.get("commands"));
            if (commands.isEmpty()) {
                throw problem(place + ".commands: there must be at least one");
            }
            phases.put(
                    PHASES.getOrDefault(entry.getKey(), BuildPhase.BUILD),
                    new Commands(
                            commands,
                            strings(place + ".finally", phase.get("finally")),
                            onFailure(place + ".on-failure", phase.get("on-failure"))));
        }
        return phases;
    }

    private Optional<OnFailure> onFailure(String place, @Nullable Object value) throws BuildProblem {
        if (value == null) {
            return Optional.empty();
        }
        for (OnFailure known : OnFailure.values()) {
            if (known.name().equals(value)) {
                return Optional.of(known);
            }
        }
        throw problem("%s: %s is not one of ABORT and CONTINUE".formatted(place, value));
    }

    private @Nullable Object load(String text) throws BuildProblem {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw problem("line %d: %s".formatted(line, e.getProblem()));
        } catch (YAMLException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private void allow(String place, Map<String, Object> map, Set<String> keys) throws BuildProblem {
        for (String key : map.keySet()) {
            if (!keys.contains(key)) {
                throw problem("%s is not implemented locally".formatted(place.isEmpty() ? key : place + "." + key));
            }
        }
    }

    private Map<String, Object> map(String place, @Nullable Object value) throws BuildProblem {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                Object inner = entry.getValue();
                map.put(String.valueOf(entry.getKey()), inner == null ? "" : inner);
            }
        } else if (value != null && !"".equals(value)) {
            throw problem(place + ": expected a mapping");
        }
        return map;
    }

    private List<String> strings(String place, @Nullable Object value) throws BuildProblem {
        List<String> strings = new ArrayList<>();
        if (value == null || "".equals(value)) {
            return strings;
        }
        if (!(value instanceof List<?> items)) {
            throw problem(place + ": expected a list");
        }
        for (Object item : items) {
            strings.add(scalar("%s[%d]".formatted(place, strings.size()), item));
        }
        return strings;
    }

    private String scalar(String place, @Nullable Object value) throws BuildProblem {
        if (value == null || value instanceof Map || value instanceof List) {
            throw problem(place + ": expected a string");
        }
        return String.valueOf(value);
    }

    private BuildProblem problem(String why) {
        return BuildProblem.failed("YAML_FILE_ERROR", "failed to read %s: %s".formatted(file, why));
    }
}
