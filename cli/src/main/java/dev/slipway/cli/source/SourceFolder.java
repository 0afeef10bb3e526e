package dev.slipway.cli.source;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.ignore.SourceRules;
import dev.slipway.events.AppName;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.toml.BuildSection;
import dev.slipway.plan.toml.SlipwayToml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds the source of an app.
 *
 * @param settings of its slipway.toml; absent without one
 */
public record SourceFolder(Path folder, Optional<SlipwayToml> settings) {
    private static final int LONGEST_NAME = 40;
    private static final int LARGEST_TOML = 1 << 20;

    /** Reads the slipway.toml of a folder, if it has one. */
    public static SourceFolder open(Path folder) {
        return new SourceFolder(folder, read(folder.resolve(SlipwayToml.FILE)));
    }

    /** Returns the name of the app: the one asked for, that of slipway.toml, or the folder's made valid. */
    public String appName(@Nullable String asked) {
        if (asked != null) {
            return valid(asked, "name it with --app NAME");
        }
        @Nullable String configured = settings.map(SlipwayToml::app).orElse(null);
        if (configured != null) {
            return configured;
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return valid(fold(name == null ? "" : name.toString()), "name the app with --app NAME, or in slipway.toml");
    }

    /** Returns what slipway.toml says of packing. */
    public SourceRules.Settings packing() {
        if (settings.isEmpty()) {
            return SourceRules.Settings.DEFAULT;
        }
        BuildSection build = settings.get().build();
        return new SourceRules.Settings(build.include(), build.exclude(), build.dockerfile(), build.context());
    }

    private static Optional<SlipwayToml> read(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > LARGEST_TOML) {
                throw CliFailure.usage("failed to read slipway.toml: it is larger than 1 MiB", null);
            }
            return Optional.of(SlipwayToml.parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (PlanException e) {
            throw CliFailure.usage("failed to read slipway.toml: " + e.getMessage(), e.hint());
        } catch (java.nio.charset.CharacterCodingException e) {
            throw CliFailure.usage(
                    "failed to read slipway.toml: it is not UTF-8", "save it as " + StandardCharsets.UTF_8);
        } catch (IOException e) {
            // No such folder, or a file in its place: packing says so.
            return Optional.empty();
        }
    }

    private static String valid(String name, String hint) {
        if (!AppName.isValid(name)) {
            throw CliFailure.usage(
                    "failed to name the app: \"" + name + "\" is not 1 to 40 lower-case letters, digits and inner "
                            + "hyphens, beginning with a letter",
                    hint);
        }
        return name;
    }

    private static String fold(String name) {
        String folded = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        if (!folded.isEmpty() && Character.isDigit(folded.charAt(0))) {
            folded = "app-" + folded;
        }
        String trimmed = folded.replaceAll("^-+", "");
        return trimmed.substring(0, Math.min(LONGEST_NAME, trimmed.length())).replaceAll("-+$", "");
    }
}
