package dev.slipway.plan.source;

import java.util.Set;
import java.util.regex.Pattern;

/** Says which files' text a plan may need, so that a reader of a large archive keeps only these. */
public final class PlannedFiles {
    private static final Set<String> MANIFESTS = Set.of(
            "slipway.toml",
            "Procfile",
            ".dockerignore",
            "Dockerfile",
            "dockerfile",
            "Containerfile",
            ".tool-versions",
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "settings.gradle",
            "settings.gradle.kts",
            ".java-version",
            ".sdkmanrc",
            "system.properties",
            "package.json",
            ".nvmrc",
            ".node-version",
            ".bun-version",
            "pyproject.toml",
            "Pipfile",
            ".python-version",
            "runtime.txt",
            "go.mod",
            "Cargo.toml",
            "rust-toolchain",
            "rust-toolchain.toml",
            "Gemfile",
            "Gemfile.lock",
            ".ruby-version");
    private static final Set<String> FOREIGN = Set.of("node_modules", "vendor", ".git", ".venv", "venv");

    /** Sources are read for their entry point only, which stands near the root. */
    private static final Pattern ENTRY_POINT = Pattern.compile("(?:[^/]+/){0,3}[^/]+\\.(?:java|go|py)");

    private static final Pattern REQUIREMENTS = Pattern.compile("requirements[\\w.-]*\\.txt");

    private static final Pattern OTHER_DOCKERFILE =
            Pattern.compile("(?i)(?:.*/)?(?:[^/]+\\.)?(?:Dockerfile|Containerfile)(?:\\.[^/]+)?");

    private PlannedFiles() {}

    /** Says whether the text of a file may be asked for. */
    public static boolean wants(String path) {
        for (String segment : path.split("/", -1)) {
            if (FOREIGN.contains(segment)) {
                return false;
            }
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return MANIFESTS.contains(name)
                || REQUIREMENTS.matcher(name).matches()
                || ENTRY_POINT.matcher(path).matches()
                || OTHER_DOCKERFILE.matcher(path).matches();
    }

    static byte[] bounded(String path, byte[] bytes) {
        if (bytes.length > SourceTree.MAX_TEXT_BYTES) {
            throw new PlanException(
                    Place.of(path), "is larger than 1 MiB", "a file that says how to build is small; check this one");
        }
        return bytes;
    }
}
