package dev.slipway.plan.node;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.stack.Project;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What starts a Node app, and where that stands.
 *
 * @param words of the command
 */
record StartCommand(List<String> words, String rule, Place place) {
    private static final Pattern PLAIN_NODE = Pattern.compile("node(?: [A-Za-z0-9_./=@:-]+)+");
    private static final String[] ENTRIES = {"server.js", "index.js", "app.js", "main.js", "server.mjs", "index.mjs"};

    static Optional<StartCommand> of(Project project, PackageJson json) {
        Optional<String> script = json.script("start");
        if (script.isPresent()) {
            return Optional.of(new StartCommand(
                    words(json, script.get()), "package.json with a start script", json.placeOf("start")));
        }
        Optional<StartCommand> framework = ServerFrameworks.start(json);
        if (framework.isPresent()) {
            return framework;
        }
        Optional<String> main = json.main().map(StartCommand::plain).filter(project::has);
        return main.map(file -> new StartCommand(node(file), "package.json with main", json.placeOf("main")))
                .or(() -> project.first(ENTRIES)
                        .map(file -> new StartCommand(node(file), "package.json and " + file, Place.of(file))));
    }

    /**
     * Runs the script without npm where it can: npm would stand between the app and its signals, and writes to its home,
     * which cannot be written to when the app runs.
     */
    private static List<String> words(PackageJson json, String script) {
        if (json.script("prestart").isPresent() || json.script("poststart").isPresent()) {
            return List.of("npm", "start");
        }
        return PLAIN_NODE.matcher(script).matches() ? List.of(script.split(" ", -1)) : Project.shell(script);
    }

    private static List<String> node(String file) {
        return List.of("node", file);
    }

    private static String plain(String path) {
        return path.replaceFirst("^\\./", "");
    }
}
