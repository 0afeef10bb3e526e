package dev.slipway.plan.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tools whose build writes files for any web server, and whose own server is for developing only. */
final class Bundlers {
    private static final List<String> PACKAGES =
            List.of("react-scripts", "@angular/cli", "@vue/cli-service", "gatsby", "parcel", "astro", "vite");
    private static final Set<String> DEVELOPMENT_SERVERS =
            Set.of("react-scripts", "ng", "vue-cli-service", "gatsby", "parcel", "astro", "vite", "webpack");

    private Bundlers() {}

    /** Returns the bundler of an app that has no server of its own. */
    static Optional<String> of(PackageJson json, Optional<StartCommand> start) {
        Set<String> dependencies = json.dependencies();
        boolean servesItself = json.script("start")
                        .map(script -> !DEVELOPMENT_SERVERS.contains(script.split("\\s+", 2)[0]))
                        .orElse(start.isPresent())
                || ServerFrameworks.rendersPages(dependencies);
        if (servesItself || json.script("build").isEmpty()) {
            return Optional.empty();
        }
        return PACKAGES.stream().filter(dependencies::contains).findFirst();
    }
}
