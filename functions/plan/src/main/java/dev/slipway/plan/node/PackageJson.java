package dev.slipway.plan.node;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Project;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A package.json, read as far as a plan needs it. */
final class PackageJson {
    static final String FILE = "package.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> INSTALL_SCRIPTS = Set.of("preinstall", "install", "postinstall", "prepare");

    private final String text;
    private final JsonNode json;

    private PackageJson(String text, JsonNode json) {
        this.text = text;
        this.json = json;
    }

    static Optional<PackageJson> of(Project project) {
        return project.text(FILE).map(PackageJson::parse);
    }

    private static PackageJson parse(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (!json.isObject()) {
                throw new PlanException(Place.of(FILE), "is no JSON object", "`npm init` writes a right one");
            }
            return new PackageJson(text, json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Place place = at == null ? Place.of(FILE) : Place.of(FILE, at.getLineNr(), at.getColumnNr());
            throw new PlanException(
                    place, "is not JSON: " + e.getOriginalMessage(), "correct it; npm takes no comments");
        }
    }

    Optional<String> script(String name) {
        return string(json.path("scripts").path(name));
    }

    Optional<String> main() {
        return string(json.path("main"));
    }

    Optional<String> engine(String name) {
        return string(json.path("engines").path(name));
    }

    Optional<String> pinnedByVolta() {
        return string(json.path("volta").path("node"));
    }

    /** Returns the package manager that corepack would take: {@code pnpm@9.1.0}. */
    Optional<String> packageManager() {
        return string(json.path("packageManager"));
    }

    boolean hasWorkspaces() {
        return json.has("workspaces");
    }

    /** Says whether an install runs code of the source. Git hooks, which there is no need for in an image, do not count. */
    boolean hasInstallScript() {
        return INSTALL_SCRIPTS.stream()
                .flatMap(name -> script(name).stream())
                .anyMatch(script -> !script.startsWith("husky"));
    }

    /** Returns the names of all packages that it depends on, for running, building or testing. */
    Set<String> dependencies() {
        Set<String> names = new TreeSet<>();
        Stream.of("dependencies", "devDependencies", "optionalDependencies")
                .forEach(kind -> json.path(kind).fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** Returns the line of a key, as a person would point at it. */
    Place placeOf(String key) {
        var matcher = Pattern.compile("\"" + Pattern.quote(key) + "\"\\s*:").matcher(text);
        return matcher.find() ? Place.at(FILE, text, matcher.start()) : Place.of(FILE);
    }

    private static Optional<String> string(JsonNode value) {
        return value.isTextual() && !value.asText().isBlank()
                ? Optional.of(value.asText().strip())
                : Optional.empty();
    }
}
