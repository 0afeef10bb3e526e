package dev.slipway.plan.toml;

import dev.slipway.events.plan.HealthCheck;
import dev.slipway.plan.source.Place;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an app that stand with its source. Every key is optional.
 *
 * @param app name of the app; absent for that of the folder
 * @param health the check, with defaults where the file says nothing
 * @param env variables of the app
 * @param releaseCommand run once before traffic moves
 * @param places where keys stand, by dotted path, for refusals that need more than the file to find out
 */
public record SlipwayToml(
        @Nullable String app,
        BuildSection build,
        WebSection web,
        HealthCheck health,
        Map<String, String> env,
        @Nullable String releaseCommand,
        Map<String, Place> places) {
    /** The name of the file, at the root of the source. */
    public static final String FILE = "slipway.toml";

    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public SlipwayToml {
        env = Map.copyOf(env);
        places = Map.copyOf(places);
    }

    /** Returns the settings of a source without the file. */
    public static SlipwayToml defaults() {
        return parse("");
    }

    /**
     * Reads the text of the file.
     *
     * @throws dev.slipway.plan.source.PlanException with line and column of the first error: wrong syntax, an unknown
     *     key, a wrong type, or a value that the pipeline would refuse later
     */
    public static SlipwayToml parse(String text) {
        return new TomlReader(Section.root(text)).read();
    }

    /** Says whether a text may name a build argument. */
    public static boolean isBuildArgument(String name) {
        return ARGUMENT.matcher(name).matches();
    }

    /** Returns where a key stands, such as {@code build.target}. */
    public Place place(String key) {
        return places.getOrDefault(key, Place.of(FILE));
    }
}
