package dev.slipway.plan.node;

import dev.slipway.plan.stack.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How dependencies are installed.
 *
 * @param name npm, yarn or pnpm
 * @param cache folder of what it downloaded
 * @param env variables that it needs while building
 * @param viaCorepack whether the image does not bring it
 * @param install installs exactly what the lock file says
 * @param prune leaves only what running needs; empty where it cannot
 * @param note what a person should know, or empty
 */
record PackageManager(
        String name,
        String cache,
        Map<String, String> env,
        boolean viaCorepack,
        String install,
        Optional<String> prune,
        Optional<String> note) {
    private static final String NPM = "npm";
    private static final String YARN_LOCK = "yarn.lock";
    private static final String PNPM_LOCK = "pnpm-lock.yaml";

    static PackageManager of(Project project, PackageJson json) {
        String named = json.packageManager().orElse("");
        if (named.startsWith("pnpm@") || project.has(PNPM_LOCK)) {
            return pnpm(project.has(PNPM_LOCK));
        }
        if (named.startsWith("yarn@") || project.has(YARN_LOCK)) {
            boolean classic = named.startsWith("yarn@1") || (named.isEmpty() && !project.has(".yarnrc.yml"));
            return classic ? yarnClassic(project.has(YARN_LOCK)) : yarnBerry(project.has(YARN_LOCK), named);
        }
        boolean locked =
                project.first("package-lock.json", "npm-shrinkwrap.json").isPresent();
        return new PackageManager(
                NPM,
                "/root/.npm",
                Map.of(),
                false,
                locked ? "npm ci" : "npm install",
                Optional.of("npm prune --omit=dev"),
                unlocked(locked, "package-lock.json"));
    }

    /** Returns the files that an install reads, in the root and in workspaces. */
    List<String> manifests(Project project, PackageJson json) {
        List<String> files = new ArrayList<>(project.present(
                PackageJson.FILE,
                "package-lock.json",
                "npm-shrinkwrap.json",
                YARN_LOCK,
                PNPM_LOCK,
                "pnpm-workspace.yaml",
                ".pnpmfile.cjs",
                ".npmrc",
                ".yarnrc",
                ".yarnrc.yml"));
        if (isWorkspace(project, json)) {
            project.tree().files().stream()
                    .filter(file -> file.endsWith("/" + PackageJson.FILE) && !file.contains("node_modules/"))
                    .forEach(files::add);
        }
        return files;
    }

    /** Says whether the root holds packages besides its own. */
    static boolean isWorkspace(Project project, PackageJson json) {
        return json.hasWorkspaces() || project.has("pnpm-workspace.yaml");
    }

    private static PackageManager pnpm(boolean locked) {
        return new PackageManager(
                "pnpm",
                "/pnpm-store",
                Map.of("CI", "true", "npm_config_store_dir", "/pnpm-store"),
                true,
                locked ? "pnpm install --frozen-lockfile" : "pnpm install",
                Optional.of("pnpm prune --prod"),
                unlocked(locked, PNPM_LOCK));
    }

    private static PackageManager yarnClassic(boolean locked) {
        String install = locked ? "yarn install --frozen-lockfile" : "yarn install";
        return new PackageManager(
                "yarn",
                "/yarn-cache",
                Map.of("YARN_CACHE_FOLDER", "/yarn-cache"),
                true,
                install,
                Optional.of(install + " --production --ignore-scripts --prefer-offline"),
                unlocked(locked, YARN_LOCK));
    }

    /** Berry would run from zip files in its cache; node_modules is what every start command works with. */
    private static PackageManager yarnBerry(boolean locked, String named) {
        boolean canFocus = !named.startsWith("yarn@2") && !named.startsWith("yarn@3");
        return new PackageManager(
                "yarn",
                "/yarn-cache",
                Map.of("YARN_GLOBAL_FOLDER", "/yarn-cache", "YARN_NODE_LINKER", "node-modules"),
                true,
                locked ? "yarn install --immutable" : "yarn install",
                canFocus ? Optional.of("yarn workspaces focus --all --production") : Optional.empty(),
                unlocked(locked, YARN_LOCK));
    }

    private static Optional<String> unlocked(boolean locked, String file) {
        return locked
                ? Optional.empty()
                : Optional.of("there is no " + file + ": two builds may take different versions of dependencies");
    }
}
