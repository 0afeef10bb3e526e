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
import java.util.TreeMap;

/** A pom.xml: Spring Boot, Quarkus, Micronaut, a shaded jar, or a main class with its dependencies beside it. */
public final class MavenStack implements Stack {
    private static final String DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

    @Override
    public String name() {
        return Jdk.NAME;
    }

    @Override
    public String lookedFor() {
        return Pom.FILE;
    }

    @Override
    public Optional<Detection> detect(Project project) {
        if (!project.has(Pom.FILE)) {
            return Optional.empty();
        }
        Map<String, Pom> poms = new TreeMap<>();
        collect(project, "", poms);
        List<JavaModule> runnable = new ArrayList<>();
        poms.forEach((file, pom) -> pom.runner()
                .filter(runner -> !pom.isAggregator())
                .ifPresent(runner -> runnable.add(new JavaModule(folderOf(file), pom.artifactId(), file, runner))));
        JavaModule module = JavaModule.choose(runnable, project.app())
                .or(() -> Optional.ofNullable(project.command()).map(command -> anyJar(poms)))
                .orElseThrow(MavenStack::nothingRuns);
        Version version = version(project, poms, module);
        Dockerfile dockerfile = built(project, poms, module, version);
        run(dockerfile, project, module, version, poms);
        return Optional.of(new Detection(
                Jdk.NAME,
                version.value(),
                "pom.xml, " + module.runner() + (poms.size() > 1 ? " in module " + module.folder() : ""),
                module.file(),
                dockerfile.text(),
                ignored(poms),
                List.of(version.note())));
    }

    /** Leaves out the outputs, and nothing else that happens to be called target: packages are, too. */
    private static List<String> ignored(Map<String, Pom> poms) {
        return poms.keySet().stream()
                .map(file -> file.substring(0, file.length() - Pom.FILE.length()) + "target")
                .toList();
    }

    private static void collect(Project project, String folder, Map<String, Pom> poms) {
        String file = folder + Pom.FILE;
        Optional<String> text = project.text(file);
        if (text.isPresent() && !poms.containsKey(file)) {
            Pom pom = Pom.parse(file, text.get());
            poms.put(file, pom);
            pom.modules().forEach(module -> collect(project, folder + module.replaceFirst("/+$", "") + "/", poms));
        }
    }

    private static Version version(Project project, Map<String, Pom> poms, JavaModule module) {
        return Jdk.named(project)
                .or(() -> release(poms, module.file()))
                .or(() -> release(poms, Pom.FILE))
                .orElseGet(() -> Jdk.byDefault("maven.compiler.release would"));
    }

    private static Optional<Version> release(Map<String, Pom> poms, String file) {
        return Optional.ofNullable(poms.get(file))
                .flatMap(Pom::release)
                .map(said -> Jdk.compilingFor(said[0], file, said[1]));
    }

    private static Dockerfile built(Project project, Map<String, Pom> poms, JavaModule module, Version version) {
        boolean wrapper = project.has("mvnw") && project.has(".mvn/wrapper/maven-wrapper.properties");
        String mvn = (wrapper ? "sh mvnw" : "mvn") + " -B -ntp";
        Dockerfile dockerfile = project.dockerfile()
                .buildStage(wrapper ? Jdk.jdk(version) : "maven:3.9-eclipse-temurin-" + version.value())
                .workdir("/src");
        if (project.tree().hasFolder(".mvn")) {
            dockerfile.copy(List.of(".mvn"), ".mvn/");
        }
        dockerfile.copy(wrapper ? List.of("mvnw", Pom.FILE) : List.of(Pom.FILE), "./");
        poms.keySet().stream()
                .filter(file -> !file.equals(Pom.FILE))
                .forEach(file -> dockerfile.copy(List.of(file), file));
        dockerfile
                .comment("Downloads go through the cache into a layer. What this cannot resolve, the build does.")
                .runAll(
                        List.of(
                                "(" + mvn + " -Dmaven.repo.local=/cache " + DEPENDENCY_PLUGIN + "go-offline || true)",
                                "mkdir -p /root/.m2",
                                "cp -a /cache /root/.m2/repository"),
                        project.cache("maven", "/cache"));
        String only = module.folder().equals(".") ? "" : " -pl " + Quoting.shell(module.folder()) + " -am";
        return dockerfile.copyAll().arguments().runAll(commands(mvn + " -DskipTests" + only + " package", module));
    }

    private static List<String> commands(String build, JavaModule module) {
        String target = Quoting.shell(module.path("target"));
        return switch (module.runner()) {
            case QUARKUS -> List.of(build, "mv " + target + "/quarkus-app /app");
            case MAIN_CLASS ->
                List.of(
                        build + " " + DEPENDENCY_PLUGIN + "copy-dependencies -DincludeScope=runtime "
                                + "-DoutputDirectory=/app/lib",
                        "mkdir -p /app/lib",
                        jar(target));
            default -> List.of(build, "mkdir -p /app", jar(target));
        };
    }

    private static String jar(String target) {
        return "cp \"$(find " + target + " -maxdepth 1 -name '*.jar' ! -name 'original-*' ! -name '*-sources.jar' "
                + "! -name '*-javadoc.jar' ! -name '*-tests.jar' | sort | tail -n 1)\" /app/app.jar";
    }

    private static void run(
            Dockerfile dockerfile, Project project, JavaModule module, Version version, Map<String, Pom> poms) {
        Optional<List<String>> found = Optional.of(module.runner())
                .filter(runner -> runner != JavaRunner.MAIN_CLASS)
                .map(JavaRunner::command)
                .or(() -> Optional.ofNullable(poms.get(module.file()))
                        .flatMap(Pom::mainClass)
                        .map(JavaRunner.MAIN_CLASS::command));
        dockerfile.runStage(Jdk.jre(version)).workdir("/app").env(project.env());
        if (module.runner() == JavaRunner.QUARKUS || module.runner() == JavaRunner.MAIN_CLASS) {
            dockerfile.copyBuilt("/app/lib", "lib/");
        }
        String target = module.path("target/");
        if (project.commandNames(target)) {
            dockerfile.copyBuilt("/src/" + target, target);
        }
        dockerfile.copyBuilt("/app", "./").user().cmd(project.startedBy(found, MavenStack::nothingRuns));
    }

    private static JavaModule anyJar(Map<String, Pom> poms) {
        String name = poms.values().iterator().next().artifactId();
        return new JavaModule(".", name, Pom.FILE, JavaRunner.MAIN_CLASS);
    }

    private static String folderOf(String file) {
        return file.equals(Pom.FILE) ? "." : file.substring(0, file.length() - Pom.FILE.length() - 1);
    }

    private static PlanException nothingRuns() {
        return new PlanException(
                Place.of(Pom.FILE),
                "makes nothing that runs: no spring-boot, quarkus, micronaut, shade or assembly plugin and no mainClass",
                "set the property exec.mainClass, or [web] command in slipway.toml");
    }
}
