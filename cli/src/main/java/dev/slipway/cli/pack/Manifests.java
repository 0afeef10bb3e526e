package dev.slipway.cli.pack;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the files by which a source says what it is. They stand first in the archive, so that setup reads its beginning
 * only.
 */
final class Manifests {
    private static final Set<String> NAMES = Set.of(
            "slipway.toml",
            "Procfile",
            ".dockerignore",
            "package.json",
            "package-lock.json",
            ".nvmrc",
            ".node-version",
            "bun.lockb",
            "bun.lock",
            "yarn.lock",
            "pnpm-lock.yaml",
            "pom.xml",
            "mvnw",
            "gradlew",
            "build.gradle",
            "build.gradle.kts",
            "settings.gradle",
            "settings.gradle.kts",
            ".java-version",
            ".sdkmanrc",
            "system.properties",
            ".tool-versions",
            "requirements.txt",
            "pyproject.toml",
            "poetry.lock",
            "uv.lock",
            "Pipfile",
            "Pipfile.lock",
            ".python-version",
            "runtime.txt",
            "go.mod",
            "go.sum",
            "Cargo.toml",
            "Cargo.lock",
            "rust-toolchain",
            "rust-toolchain.toml",
            "Gemfile",
            "Gemfile.lock",
            ".ruby-version",
            "config.ru",
            "index.html");

    private final @Nullable String dockerfile;

    Manifests(@Nullable String dockerfile) {
        this.dockerfile = dockerfile;
    }

    /** Says whether a file at the root of the source is a manifest. */
    boolean contains(String name) {
        return NAMES.contains(name)
                || name.startsWith("Dockerfile")
                || name.startsWith("Containerfile")
                || name.equals(dockerfile);
    }
}
