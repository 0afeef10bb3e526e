package dev.slipway.plan;

import java.util.List;
import java.util.TreeSet;

/** Writes what the build context of a generated Dockerfile leaves out. */
final class IgnoreFile {
    /** What no image needs, whatever it is made of: history, secrets, and what is about the build itself. */
    private static final List<String> ALWAYS = List.of(
            ".git",
            ".gitignore",
            ".github",
            ".idea",
            ".vscode",
            ".DS_Store",
            ".dockerignore",
            ".slipwayignore",
            "**/.env",
            "**/.env.*",
            "slipway.toml",
            "Procfile");

    private IgnoreFile() {}

    static String text(List<String> ofStack) {
        TreeSet<String> patterns = new TreeSet<>(ALWAYS);
        patterns.addAll(ofStack);
        return String.join("\n", patterns) + "\n";
    }
}
