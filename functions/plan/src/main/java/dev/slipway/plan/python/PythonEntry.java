package dev.slipway.plan.python;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.TomlFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What starts a Python app.
 *
 * @param kind of framework, or the file
 * @param place that says so
 * @param additions packages to install besides those that the project names
 * @param note what a person should know, or empty
 */
record PythonEntry(String kind, Place place, List<String> command, List<String> additions, Optional<String> note) {
    private static final List<String> MODULES =
            List.of("main.py", "app.py", "server.py", "wsgi.py", "asgi.py", "run.py", "app/main.py", "src/main.py");
    private static final Pattern ASGI =
            Pattern.compile("(?m)^(\\w+)\\s*(?::[^=]+)?=\\s*(?:\\w+\\.)?(FastAPI|Starlette)\\(");
    private static final Pattern WSGI = Pattern.compile("(?m)^(\\w+)\\s*(?::[^=]+)?=\\s*(?:\\w+\\.)?(Flask)\\(");

    private static final Set<String> WITH_SERVER = Set.of("fastapi[standard]", "fastapi[all]");

    static Optional<PythonEntry> of(Project project, Set<String> dependencies) {
        return django(project, dependencies)
                .or(() -> inModule(project, ASGI).map(app -> asgi(app, dependencies)))
                .or(() -> inModule(project, WSGI).map(app -> wsgi(app, dependencies)))
                .or(() -> script(project))
                .or(() -> file(project));
    }

    /** An application object: the module, the name in it, the class, and where. */
    private record Application(String module, String name, String type, Place place) {
        String reference() {
            return module + ":" + name;
        }
    }

    private static Optional<Application> inModule(Project project, Pattern pattern) {
        List<Application> found = new ArrayList<>();
        for (String file : MODULES) {
            project.text(file).ifPresent(text -> {
                Matcher matcher = pattern.matcher(text);
                if (matcher.find()) {
                    Place place = Place.at(file, text, matcher.start());
                    found.add(new Application(module(file), matcher.group(1), matcher.group(2), place));
                }
            });
        }
        return found.stream().findFirst();
    }

    private static Optional<PythonEntry> django(Project project, Set<String> dependencies) {
        if (!project.has("manage.py")) {
            return Optional.empty();
        }
        Optional<String> wsgi = project.tree().files().stream()
                .filter(file -> file.matches("[^/]+/wsgi\\.py"))
                .findFirst();
        return wsgi.map(file -> {
            String line = "exec gunicorn --bind 0.0.0.0:$PORT " + module(file) + ":application";
            return server("django", Place.of(file), line, "gunicorn", dependencies);
        });
    }

    private static PythonEntry asgi(Application app, Set<String> dependencies) {
        String line = "exec uvicorn --host 0.0.0.0 --port $PORT " + app.reference();
        return server(app.type().toLowerCase(Locale.ROOT), app.place(), line, "uvicorn", dependencies);
    }

    private static PythonEntry wsgi(Application app, Set<String> dependencies) {
        String line = "exec gunicorn --bind 0.0.0.0:$PORT " + app.reference();
        return server("flask", app.place(), line, "gunicorn", dependencies);
    }

    /** Runs behind a server, which is installed where the project names none: what frameworks bring is for developing. */
    private static PythonEntry server(String kind, Place place, String line, String server, Set<String> dependencies) {
        boolean there = dependencies.contains(server)
                || (server.equals("uvicorn") && !Collections.disjoint(dependencies, WITH_SERVER));
        return new PythonEntry(
                kind,
                place,
                Project.shell(line),
                there ? List.of() : List.of(server),
                there
                        ? Optional.empty()
                        : Optional.of(server + " is installed too: no dependency of the app serves it"));
    }

    private static Optional<PythonEntry> script(Project project) {
        Set<String> scripts = project.text(PythonManager.PYPROJECT)
                .map(text -> TomlFile.parse(PythonManager.PYPROJECT, text).keys("project", "scripts"))
                .orElse(Set.of());
        String script = scripts.contains(project.app()) || scripts.size() != 1
                ? project.app()
                : scripts.iterator().next();
        return scripts.contains(script)
                ? Optional.of(plain("script " + script, Place.of(PythonManager.PYPROJECT), List.of(script)))
                : Optional.empty();
    }

    private static Optional<PythonEntry> file(Project project) {
        return MODULES.stream()
                .filter(project::has)
                .findFirst()
                .map(file -> plain(file, Place.of(file), List.of("python", file)));
    }

    private static PythonEntry plain(String kind, Place place, List<String> command) {
        return new PythonEntry(kind, place, command, List.of(), Optional.empty());
    }

    private static String module(String file) {
        return file.substring(0, file.length() - ".py".length()).replace('/', '.');
    }
}
