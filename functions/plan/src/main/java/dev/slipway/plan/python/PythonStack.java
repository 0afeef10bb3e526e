package dev.slipway.plan.python;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A project of Python: uv, poetry, pipenv, pip with requirements or a pyproject. */
public final class PythonStack implements Stack {
    private static final String NAME = "python";
    private static final Pattern REQUIREMENT =
            Pattern.compile("(?m)(?:^|[\"'])([A-Za-z][A-Za-z0-9_.-]*(?:\\[[\\w, -]+])?)\\s*(?=[\"'=<>~!;\\s]|$)");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return "requirements.txt, pyproject.toml or Pipfile";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        PythonManager manager = PythonManager.of(project);
        return manager == PythonManager.NONE ? Optional.empty() : Optional.of(detect(project, manager));
    }

    private static Detection detect(Project project, PythonManager manager) {
        Version version = PythonVersion.of(project);
        Optional<PythonEntry> entry = PythonEntry.of(project, dependencies(project));
        List<String> command = project.startedBy(entry.map(PythonEntry::command), () -> noEntry(project, manager));
        Dockerfile dockerfile =
                project.dockerfile().buildStage("python:" + version.value()).workdir("/app");
        manager.install(dockerfile, project, entry.map(PythonEntry::additions).orElse(List.of()));
        dockerfile
                .runStage("python:" + version.value() + "-slim")
                .workdir("/app")
                .env(environment(project))
                .copyBuilt("/venv", "/venv/")
                .copyBuilt("/app", "./")
                .user()
                .cmd(command);
        List<String> notes = new ArrayList<>(List.of(version.note()));
        entry.flatMap(PythonEntry::note).ifPresent(notes::add);
        String file = manager.file(project);
        return new Detection(
                NAME,
                version.value(),
                file + " (" + manager.tool() + "), "
                        + entry.map(PythonEntry::kind).orElse("a command"),
                entry.map(PythonEntry::place).orElse(Place.of(file)).toString(),
                dockerfile.text(),
                List.of("**/__pycache__", ".venv", "venv", "**/*.pyc", ".pytest_cache"),
                notes);
    }

    /** Returns the run-time environment. Bytecode cannot be written when the app runs, and logs must not wait. */
    private static Map<String, String> environment(Project project) {
        String path = project.tree().hasFolder("src") ? "/app:/app/src" : "/app";
        return project.env(
                "PATH", "/venv/bin:$PATH", "PYTHONPATH", path, "PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1");
    }

    /** Returns every word that may be the name of a dependency: enough to tell whether a server is among them. */
    private static Set<String> dependencies(Project project) {
        Set<String> names = new TreeSet<>();
        Stream.of(PythonManager.REQUIREMENTS, PythonManager.PYPROJECT, PythonManager.PIPFILE)
                .flatMap(file -> project.text(file).stream())
                .forEach(text -> {
                    Matcher matcher = REQUIREMENT.matcher(text);
                    while (matcher.find()) {
                        String name = matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
                        names.add(name);
                        names.add(name.replaceFirst("\\[.*", ""));
                    }
                });
        return names;
    }

    private static PlanException noEntry(Project project, PythonManager manager) {
        return new PlanException(
                Place.of(manager.file(project)),
                "says no way to start it: no manage.py, no FastAPI, Starlette or Flask app, no main.py or app.py",
                "add a Procfile with a line web: python …, or [web] command in slipway.toml");
    }
}
