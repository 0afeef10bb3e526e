package dev.slipway.plan.python;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.List;
import java.util.Optional;

/** A script that needs nothing but Python: no build, and nothing but a copy. */
public final class PythonScriptStack implements Stack {
    private static final String NAME = "python";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return "main.py, app.py or server.py";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return project.first("main.py", "app.py", "server.py").map(file -> {
            Version version = PythonVersion.of(project);
            String dockerfile = project.dockerfile()
                    .runStage("python:" + version.value() + "-slim")
                    .workdir("/app")
                    .env(project.env("PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1"))
                    .copyAll()
                    .user()
                    .cmd(List.of("python", file))
                    .text();
            return new Detection(
                    NAME,
                    version.value(),
                    file + ", no requirements",
                    Place.of(file).toString(),
                    dockerfile,
                    List.of("**/__pycache__"),
                    List.of(version.note()));
        });
    }
}
