package dev.slipway.plan.node;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import dev.slipway.plan.stack.VersionFiles;
import java.util.List;
import java.util.Optional;

/** Bun, which its lock file tells from Node. */
public final class BunStack implements Stack {
    private static final String NAME = "bun";
    private static final String[] LOCKS = {"bun.lock", "bun.lockb"};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return "bun.lock";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return PackageJson.of(project).filter(json -> isBun(project, json)).map(json -> detect(project, json));
    }

    /** Says whether it is Bun's and not Node's: by a lock file of Bun alone, or by name. */
    static boolean isBun(Project project, PackageJson json) {
        boolean named = json.packageManager().orElse("").startsWith(NAME + "@");
        boolean locked = project.first(LOCKS).isPresent()
                && project.first("package-lock.json", "yarn.lock", "pnpm-lock.yaml")
                        .isEmpty();
        return named || locked;
    }

    private static Detection detect(Project project, PackageJson json) {
        Optional<String> lock = project.first(LOCKS);
        Version version = VersionFiles.find(project, NAME, 3, List.of(NAME), ".bun-version")
                .or(() -> json.packageManager()
                        .flatMap(said -> VersionFiles.number(3, said)
                                .map(value -> Version.from(NAME, value, "packageManager in package.json", said))))
                .orElseGet(() -> Version.byDefault(NAME, "1", ".bun-version would"));
        List<String> command = project.startedBy(
                start(project, json),
                () -> new PlanException(
                        Place.of(PackageJson.FILE),
                        "says no way to start it: no start script, no main, and no index.ts or server.ts beside it",
                        "add a start script, for example \"start\": \"bun server.ts\""));
        String image = "oven/bun:" + version.value() + "-slim";
        var dockerfile = project.dockerfile().buildStage(image).workdir("/app");
        boolean early = !json.hasInstallScript() && !json.hasWorkspaces();
        if (early) {
            dockerfile.copy(project.present(PackageJson.FILE, "bun.lock", "bun.lockb", "bunfig.toml", ".npmrc"), "./");
        } else {
            dockerfile.copyAll();
        }
        dockerfile.run(
                lock.isPresent() ? "bun install --frozen-lockfile" : "bun install",
                project.cache(NAME, "/root/.bun/install/cache"));
        if (early) {
            dockerfile.copyAll();
        }
        dockerfile.arguments();
        if (json.script("build").isPresent()) {
            dockerfile.run("bun run build");
        }
        dockerfile
                .runStage(image)
                .workdir("/app")
                .env(project.env("NODE_ENV", "production", "HOME", "/tmp"))
                .copyBuilt("/app", "./")
                .user()
                .cmd(command);
        return new Detection(
                NAME,
                version.value(),
                lock.map(file -> "package.json and " + file).orElse("package.json with packageManager bun"),
                lock.orElse(PackageJson.FILE),
                dockerfile.text(),
                List.of("**/node_modules"),
                List.of(version.note()));
    }

    private static Optional<List<String>> start(Project project, PackageJson json) {
        return json.script("start")
                .map(script -> List.of("bun", "run", "start"))
                .or(() -> json.main()
                        .or(() -> project.first("index.ts", "server.ts", "src/index.ts", "index.js", "server.js"))
                        .map(file -> List.of("bun", file)));
    }
}
