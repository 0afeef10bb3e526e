package dev.slipway.plan.python;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.TomlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How dependencies get into the virtual environment {@code /venv}. */
enum PythonManager {
    UV("uv", "/root/.cache/uv"),
    POETRY("poetry", "/root/.cache/pypoetry"),
    PIPENV("pipenv", "/root/.cache/pip"),
    PIP("pip", "/root/.cache/pip"),
    /** A pyproject.toml without a lock file, installed by pip with the project itself. */
    PROJECT("pip", "/root/.cache/pip"),
    NONE("pip", "/root/.cache/pip");

    static final String PYPROJECT = "pyproject.toml";
    static final String PIPFILE = "Pipfile";
    static final String REQUIREMENTS = "requirements.txt";

    private static final String PIPENV_LOCK = "Pipfile.lock";
    private static final Pattern LOCAL = Pattern.compile("(?m)^\\s*(?:-e\\s|--editable|\\.{1,2}/|\\.$|file:)");

    private final String tool;
    private final String cache;

    PythonManager(String tool, String cache) {
        this.tool = tool;
        this.cache = cache;
    }

    static PythonManager of(Project project) {
        Optional<TomlFile> pyproject = project.text(PYPROJECT).map(text -> TomlFile.parse(PYPROJECT, text));
        if (project.has("uv.lock")
                || pyproject.filter(file -> file.has("tool", "uv")).isPresent()) {
            return UV;
        }
        if (pyproject.filter(file -> file.has("tool", "poetry")).isPresent()) {
            return POETRY;
        }
        if (project.has(PIPFILE)) {
            return PIPENV;
        }
        if (project.has(REQUIREMENTS)) {
            return PIP;
        }
        return pyproject.filter(file -> file.has("project")).isPresent() ? PROJECT : NONE;
    }

    /** Returns the file that this was told from. */
    String file(Project project) {
        return switch (this) {
            case UV -> project.has("uv.lock") ? "uv.lock" : PYPROJECT;
            case POETRY, PROJECT -> PYPROJECT;
            case PIPENV -> PIPFILE;
            default -> REQUIREMENTS;
        };
    }

    String tool() {
        return tool;
    }

    /** Writes the installation, and the copy of the source before or after it. */
    void install(Dockerfile dockerfile, Project project, List<String> additions) {
        String mount = project.cache(tool, cache);
        if (this == UV || this == POETRY || this == PIPENV) {
            dockerfile.run("python -m venv /opt/tool && /opt/tool/bin/pip install " + tool, pipMount(project));
        }
        dockerfile.run("python -m venv /venv").env(environment());
        boolean early = this != PROJECT && this != NONE && !readsSources(project);
        if (early) {
            dockerfile.copy(manifests(project), "./");
        } else {
            dockerfile.copyAll();
        }
        List<String> commands = new ArrayList<>(commands(project));
        if (!additions.isEmpty()) {
            commands.add(
                    this == UV
                            ? "/opt/tool/bin/uv pip install --python /venv/bin/python " + String.join(" ", additions)
                            : "/venv/bin/pip install " + String.join(" ", additions));
        }
        if (!commands.isEmpty()) {
            dockerfile.runAll(commands, mount);
        }
        if (early) {
            dockerfile.copyAll();
        }
        dockerfile.arguments();
        if (this == UV) {
            dockerfile.run("/opt/tool/bin/uv sync" + locked(project) + " --no-dev --inexact", mount);
        }
    }

    private String pipMount(Project project) {
        return project.cache(PIP.tool, PIP.cache);
    }

    private Map<String, String> environment() {
        Map<String, String> env = new TreeMap<>(Map.of("PATH", "/venv/bin:$PATH", "VIRTUAL_ENV", "/venv"));
        if (this == UV) {
            env.putAll(
                    Map.of("UV_LINK_MODE", "copy", "UV_PROJECT_ENVIRONMENT", "/venv", "UV_PYTHON_DOWNLOADS", "never"));
        }
        return env;
    }

    private List<String> commands(Project project) {
        return switch (this) {
            case UV -> List.of("/opt/tool/bin/uv sync" + locked(project) + " --no-dev --no-install-project");
            case POETRY -> List.of("/opt/tool/bin/poetry install --no-interaction --only main --no-root");
            case PIPENV ->
                List.of(
                        (project.has(PIPENV_LOCK) ? "" : "/opt/tool/bin/pipenv lock && ")
                                + "/opt/tool/bin/pipenv requirements > /tmp/requirements.txt",
                        "/venv/bin/pip install -r /tmp/requirements.txt");
            case PIP -> List.of("pip install -r " + REQUIREMENTS);
            case PROJECT -> List.of("pip install .");
            case NONE -> List.of();
        };
    }

    private static String locked(Project project) {
        return project.has("uv.lock") ? " --locked" : "";
    }

    private List<String> manifests(Project project) {
        List<String> files = new ArrayList<>(
                switch (this) {
                    case UV -> project.present(PYPROJECT, "uv.lock", ".python-version");
                    case POETRY -> project.present(PYPROJECT, "poetry.lock", "poetry.toml");
                    case PIPENV -> project.present(PIPFILE, PIPENV_LOCK);
                    default ->
                        project.atRoot(".txt").stream()
                                .filter(file -> file.startsWith("requirements") || file.startsWith("constraints"))
                                .toList();
                });
        return files;
    }

    /** Says whether what is installed includes folders of the source. */
    private boolean readsSources(Project project) {
        boolean nested = this == PIP
                && project.text(REQUIREMENTS)
                        .filter(text -> LOCAL.matcher(text).find() || text.matches("(?s).*-[rc]\\s+\\S+/.*"))
                        .isPresent();
        boolean workspace = this == UV
                && project.text(PYPROJECT)
                        .filter(text -> text.contains("[tool.uv.workspace]") || text.contains("path = "))
                        .isPresent();
        return nested || workspace;
    }
}
