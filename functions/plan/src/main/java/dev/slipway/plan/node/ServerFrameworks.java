package dev.slipway.plan.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Frameworks whose build writes a server, which projects seldom name in a start script. */
final class ServerFrameworks {
    private static final List<Framework> ALL = List.of(
            new Framework("@sveltejs/adapter-node", "build/index.js"),
            new Framework("@astrojs/node", "dist/server/entry.mjs"),
            new Framework("nuxt", ".output/server/index.mjs"));

    private ServerFrameworks() {}

    /** A package, and the file that a build with it leaves to be run. */
    private record Framework(String name, String output) {}

    /** Returns the command that runs what the build wrote. */
    static Optional<StartCommand> start(PackageJson json) {
        Set<String> dependencies = json.dependencies();
        return ALL.stream()
                .filter(framework -> json.script("build").isPresent() && dependencies.contains(framework.name()))
                .findFirst()
                .map(framework -> new StartCommand(
                        List.of("node", framework.output()),
                        "package.json with " + framework.name(),
                        json.placeOf(framework.name())));
    }

    /** Says whether pages are made by a server, so that there are none to hand out after a build. */
    static boolean rendersPages(Set<String> dependencies) {
        return ALL.stream().map(Framework::name).anyMatch(dependencies::contains)
                || (dependencies.contains("@sveltejs/kit") && !dependencies.contains("@sveltejs/adapter-static"));
    }
}
