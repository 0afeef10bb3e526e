package dev.slipway.plan.java;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.dockerfile.Quoting;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Gradle build, in Groovy or Kotlin, with or without the wrapper. */
public final class GradleStack implements Stack {
    private static final String WRAPPER_JAR = "gradle/wrapper/gradle-wrapper.jar";

    @Override
    public String name() {
        return Jdk.NAME;
    }

    @Override
    public String lookedFor() {
        return "build.gradle or build.gradle.kts";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        Optional<String> root =
                project.first("build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle");
        return root.map(file -> detect(project, file));
    }

    private static Detection detect(Project project, String root) {
        List<GradleScript> scripts = project.tree().files().stream()
                .filter(file -> file.matches("(?:.*/)?build\\.gradle(?:\\.kts)?"))
                .map(file -> new GradleScript(file, project.text(file).orElse("")))
                .toList();
        List<JavaModule> runnable = new ArrayList<>();
        scripts.forEach(script -> script.runner().ifPresent(runner -> runnable.add(module(script.file(), runner))));
        JavaModule module = JavaModule.choose(runnable, project.app()).orElseThrow(() -> nothingRuns(root));
        Version version = version(project, scripts);
        boolean wrapper = project.has("gradlew") && project.has(WRAPPER_JAR);
        List<String> notes = new ArrayList<>(List.of(version.note()));
        if (project.has("gradlew") && !wrapper) {
            notes.add("gradlew is not used: " + WRAPPER_JAR + " is missing");
        }
        Dockerfile dockerfile = built(project, module, version, wrapper);
        dockerfile.runStage(Jdk.jre(version)).workdir("/app").env(project.env());
        String output = module.path("build/");
        if (project.commandNames(output)) {
            dockerfile.copyBuilt("/src/" + output, output);
        }
        dockerfile.copyBuilt("/app", "./").user().cmd(module.runner().command());
        return new Detection(
                Jdk.NAME,
                version.value(),
                root + ", " + module.runner() + (module.folder().equals(".") ? "" : " in project " + module.folder()),
                module.file(),
                dockerfile.text(),
                ignored(scripts),
                notes);
    }

    /** Leaves out the outputs, and nothing else that happens to be called build: packages are, too. */
    private static List<String> ignored(List<GradleScript> scripts) {
        Stream<String> outputs = scripts.stream()
                .map(script -> module(script.file(), JavaRunner.DISTRIBUTION).path("build"));
        return Stream.concat(Stream.of("**/.gradle", "build"), outputs)
                .distinct()
                .toList();
    }

    private static JavaModule module(String file, JavaRunner runner) {
        String folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : ".";
        return new JavaModule(folder, folder.substring(folder.lastIndexOf('/') + 1), file, runner);
    }

    private static Version version(Project project, List<GradleScript> scripts) {
        Optional<Version> toolchain = scripts.stream()
                .flatMap(script -> script.toolchain().stream()
                        .map(value -> Version.from(Jdk.NAME, value, script.file(), "toolchain " + value)))
                .findFirst();
        Optional<Version> release = scripts.stream()
                .flatMap(script -> script.release().stream()
                        .map(value -> Jdk.compilingFor(value, script.file(), "release " + value)))
                .findFirst();
        return toolchain
                .or(() -> Jdk.named(project))
                .or(() -> release)
                .orElseGet(() -> Jdk.byDefault("a toolchain would"));
    }

    private static Dockerfile built(Project project, JavaModule module, Version version, boolean wrapper) {
        String gradle = (wrapper ? "sh gradlew" : "gradle") + " --no-daemon --console=plain";
        String path = module.folder().equals(".") ? "" : ":" + module.folder().replace('/', ':') + ":";
        Dockerfile dockerfile =
                project.dockerfile().buildStage(image(version, wrapper)).workdir("/src");
        Stream<String> settings = project.tree().files().stream()
                .filter(file -> file.matches(
                        "(?:.*/)?(?:build|settings)\\.gradle(?:\\.kts)?|gradle\\.properties|gradle/.*|gradlew"));
        settings.forEach(file -> dockerfile.copy(List.of(file), file));
        return dockerfile
                .comment("Downloads go through the cache into a layer. What this cannot resolve, the build does.")
                .runAll(
                        List.of(
                                "(GRADLE_USER_HOME=/cache " + gradle + " --quiet "
                                        + Quoting.shell(path + "dependencies") + " > /dev/null || true)",
                                "mkdir -p /root/.gradle",
                                "cp -a /cache/. /root/.gradle"),
                        project.cache("gradle", "/cache"))
                .copyAll()
                .arguments()
                .env(Map.of("GRADLE_USER_HOME", "/root/.gradle"))
                .runAll(commands(gradle + " " + Quoting.shell(path + task(module.runner())), module));
    }

    private static String image(Version version, boolean wrapper) {
        // Gradle 8 runs on Java up to 24.
        String tool = version.major() < 25 ? "gradle:8-jdk" : "gradle:9-jdk";
        return wrapper ? Jdk.jdk(version) : tool + version.value();
    }

    private static String task(JavaRunner runner) {
        return switch (runner) {
            case SPRING_BOOT -> "bootJar";
            case QUARKUS -> "quarkusBuild";
            case KTOR -> "buildFatJar";
            case SHADED_JAR -> "shadowJar";
            default -> "installDist";
        };
    }

    private static List<String> commands(String build, JavaModule module) {
        String output = Quoting.shell(module.path("build"));
        return switch (module.runner()) {
            case QUARKUS -> List.of(build, "mv " + output + "/quarkus-app /app");
            case DISTRIBUTION ->
                List.of(
                        build,
                        "mv " + output + "/install/* /app",
                        "rm -f /app/bin/*.bat",
                        "mv /app/bin/* /app/bin/run");
            default ->
                List.of(
                        build,
                        "mkdir -p /app",
                        "cp \"$(find " + output
                                + "/libs -name '*.jar' ! -name '*-plain.jar' | sort | tail -n 1)\" /app/app.jar");
        };
    }

    private static PlanException nothingRuns(String root) {
        return new PlanException(
                Place.of(root),
                "makes nothing that runs: no spring boot, quarkus, micronaut, ktor, shadow or application plugin",
                "apply the application plugin and set its mainClass");
    }
}
