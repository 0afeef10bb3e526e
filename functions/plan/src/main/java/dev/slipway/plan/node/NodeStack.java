package dev.slipway.plan.node;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.site.FileServer;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A package.json: npm, yarn or pnpm; a server, or a bundle of files that any server hands out. */
public final class NodeStack implements Stack {
    private static final String NAME = "node";
    private static final String BUILD = "build";
    private static final List<String> IGNORED = List.of("**/node_modules", "npm-debug.log*", "yarn-error.log");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return PackageJson.FILE;
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return PackageJson.of(project)
                .filter(json -> !BunStack.isBun(project, json))
                .flatMap(json -> detect(project, json));
    }

    private static Optional<Detection> detect(Project project, PackageJson json) {
        Optional<StartCommand> start = StartCommand.of(project, json);
        Version version = NodeVersion.of(project, json);
        Optional<String> bundler = Bundlers.of(json, start);
        if (bundler.isPresent() && project.command() == null) {
            return Optional.of(bundle(project, json, version, bundler.get()));
        }
        if (start.isEmpty() && project.command() == null && !needsInstall(project, json) && project.has("index.html")) {
            return Optional.empty();
        }
        List<String> command = project.startedBy(start.map(StartCommand::words), NodeStack::noStart);
        PackageManager manager = PackageManager.of(project, json);
        List<String> notes = notes(version, manager, needsInstall(project, json));
        return Optional.of(new Detection(
                NAME,
                version.value(),
                start.map(StartCommand::rule).orElse("package.json and a command"),
                start.map(StartCommand::place)
                        .orElse(Place.of(PackageJson.FILE))
                        .toString(),
                needsInstall(project, json)
                        ? built(project, json, version, command)
                        : copied(project, version, command),
                IGNORED,
                notes));
    }

    private static boolean needsInstall(Project project, PackageJson json) {
        return !json.dependencies().isEmpty()
                || json.script(BUILD).isPresent()
                || PackageManager.isWorkspace(project, json)
                || json.hasInstallScript();
    }

    private static List<String> notes(Version version, PackageManager manager, boolean installs) {
        Stream<String> ofManager = installs ? manager.note().stream() : Stream.empty();
        return Stream.concat(Stream.of(version.note()), ofManager).toList();
    }

    private static String copied(Project project, Version version, List<String> command) {
        return project.dockerfile()
                .runStage(slim(version))
                .workdir("/app")
                .env(project.env("NODE_ENV", "production"))
                .copyAll()
                .user()
                .cmd(command)
                .text();
    }

    private static String built(Project project, PackageJson json, Version version, List<String> command) {
        PackageManager manager = PackageManager.of(project, json);
        Dockerfile dockerfile = installed(project, json, version, manager);
        manager.prune().ifPresent(prune -> dockerfile.run(prune, mount(project, manager)));
        return dockerfile
                .runStage(slim(version))
                .workdir("/app")
                .env(project.env("NODE_ENV", "production", "PATH", "/app/node_modules/.bin:$PATH", "HOME", "/tmp"))
                .copyBuilt("/app", "./")
                .user()
                .cmd(command)
                .text();
    }

    private static Detection bundle(Project project, PackageJson json, Version version, String bundler) {
        PackageManager manager = PackageManager.of(project, json);
        Dockerfile dockerfile = installed(project, json, version, manager)
                .comment("Whatever the bundler calls its output, it is where index.html is.")
                .run("mv \"$(dirname \"$(find dist build out -maxdepth 3 -name index.html -print -quit)\")\" /site");
        FileServer.serve(dockerfile, project, "/site", true);
        return new Detection(
                NAME,
                version.value(),
                "package.json with a build script and no server (" + bundler + ")",
                json.placeOf(BUILD).toString(),
                dockerfile.text(),
                IGNORED,
                notes(version, manager, true));
    }

    /** Writes the stage that builds, up to the build script. */
    private static Dockerfile installed(Project project, PackageJson json, Version version, PackageManager manager) {
        Dockerfile dockerfile =
                project.dockerfile().buildStage("node:" + version.value()).workdir("/app");
        if (!manager.env().isEmpty()) {
            dockerfile.env(new TreeMap<>(manager.env()));
        }
        if (manager.viaCorepack()) {
            dockerfile.run("npm install --global --force corepack && corepack enable");
        }
        if (json.hasInstallScript()) {
            dockerfile
                    .comment("An install script may read any file, so all of them come first.")
                    .copyAll();
            dockerfile.arguments().run(manager.install(), mount(project, manager));
        } else {
            copyManifests(dockerfile, project, manager.manifests(project, json));
            dockerfile.run(manager.install(), mount(project, manager)).copyAll().arguments();
        }
        if (json.script(BUILD).isPresent()) {
            dockerfile.run(manager.name() + " run build");
        }
        return dockerfile;
    }

    private static void copyManifests(Dockerfile dockerfile, Project project, List<String> manifests) {
        List<String> atRoot = new ArrayList<>();
        List<String> inWorkspaces = new ArrayList<>();
        manifests.forEach(file -> (file.indexOf('/') < 0 ? atRoot : inWorkspaces).add(file));
        dockerfile.copy(atRoot, "./");
        inWorkspaces.forEach(file -> dockerfile.copy(List.of(file), file));
        Stream.of(".yarn/releases", ".yarn/plugins", ".yarn/patches", "patches")
                .filter(project.tree()::hasFolder)
                .forEach(folder -> dockerfile.copy(List.of(folder), folder + "/"));
    }

    private static String mount(Project project, PackageManager manager) {
        return project.cache(manager.name(), manager.cache());
    }

    private static String slim(Version version) {
        return "node:" + version.value() + "-slim";
    }

    private static PlanException noStart() {
        return new PlanException(
                Place.of(PackageJson.FILE),
                "says no way to start it: no start script, no main, and no server.js or index.js beside it",
                "add a start script, for example \"start\": \"node server.js\"; SvelteKit and Astro need their Node adapter");
    }
}
