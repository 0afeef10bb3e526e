package dev.slipway.plan;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Writes what the build context of a generated Dockerfile leaves out. */
final class IgnoreFile {
    static final String FILE = ".dockerignore";

    /** What no image needs, whatever it is made of: history, secrets, and what is about the build itself. */
    private static final List<String> ALWAYS = List.of(
            ".git",
            ".gitignore",
            ".github",
            ".idea",
            ".vscode",
            ".DS_Store",
            FILE,
            ".slipwayignore",
            "**/.env",
            "**/.env.*",
            "slipway.toml",
            "Procfile");

    private IgnoreFile() {}

    /**
     * Returns the text.
     *
     * @param ofSource the source's own .dockerignore; it stands last, since the last pattern that matches decides
     */
    static String text(List<String> ofStack, Optional<String> ofSource) {
        TreeSet<String> patterns = new TreeSet<>(ALWAYS);
        patterns.addAll(ofStack);
        return String.join("\n", patterns) + "\n" + ofSource.orElse("");
    }
}
