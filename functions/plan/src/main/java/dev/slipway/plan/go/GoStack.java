package dev.slipway.plan.go;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.dockerfile.Quoting;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Binaries;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.RuntimeFolders;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A module of Go, built to one static binary. */
public final class GoStack implements Stack {
    private static final String NAME = "go";
    private static final String MOD = "go.mod";
    private static final Pattern TOOLCHAIN = Pattern.compile("(?m)^toolchain\\s+go(\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern LANGUAGE = Pattern.compile("(?m)^go\\s+(\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+\"?([\\w./~-]+)");
    private static final int FIRST_WITH_LEAST_VERSION = 21;
    private static final Pattern LOCAL_REPLACE = Pattern.compile("(?m)=>\\s+\\.{1,2}/");
    private static final Pattern PACKAGE_MAIN = Pattern.compile("(?m)^package main\\b");
    private static final Pattern COMMAND = Pattern.compile("cmd/([^/]+)/[^/]+\\.go");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return MOD;
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return project.text(MOD).map(mod -> detect(project, mod));
    }

    private static Detection detect(Project project, String mod) {
        Version version = version(mod);
        Place main = main(project);
        String folder =
                main.file().contains("/") ? main.file().substring(0, main.file().lastIndexOf('/')) : ".";
        String binary = binary(mod, folder);
        boolean vendored = project.has("vendor/modules.txt");
        boolean local = project.has("go.work") || LOCAL_REPLACE.matcher(mod).find();
        Dockerfile dockerfile =
                project.dockerfile().buildStage("golang:" + version.value()).workdir("/src");
        if (!vendored && !local) {
            dockerfile
                    .copy(project.present(MOD, "go.sum"), "./")
                    .comment("Downloads go through the cache into a layer.")
                    .runAll(
                            List.of(
                                    "GOMODCACHE=/cache go mod download",
                                    "mkdir -p /go/pkg/mod",
                                    "cp -a /cache/. /go/pkg/mod"),
                            project.cache("go-mod", "/cache"));
        }
        String target = folder.equals(".") ? "." : "./" + folder;
        dockerfile
                .copyAll()
                .arguments()
                .run(
                        "CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/" + binary + " "
                                + Quoting.shell(target),
                        project.cache("go-build", "/root/.cache/go-build"))
                .runStage("alpine:3")
                .workdir("/app")
                .env(project.env("PATH", "/app/bin:$PATH"));
        List<String> notes = new ArrayList<>(List.of(version.note()));
        RuntimeFolders.copy(dockerfile, project).forEach(notes::add);
        dockerfile.copyBuilt("/out", "bin/").user().cmd(List.of("bin/" + binary));
        return new Detection(
                NAME,
                version.value(),
                "go.mod, package main in " + (folder.equals(".") ? "the root" : folder),
                main.toString(),
                dockerfile.text(),
                List.of("**/*_test.go"),
                notes);
    }

    /** Returns what {@code go install} would call the binary, so that a Procfile finds it. */
    private static String binary(String mod, String folder) {
        String path = folder.equals(".") ? find(MODULE, mod).orElse(NAME) : folder;
        return path.replaceFirst("/v\\d+$", "").replaceFirst(".*/", "");
    }

    /** Returns the toolchain, or what the go line asks for; before 1.21 that was a language and no least version. */
    private static Version version(String mod) {
        return find(TOOLCHAIN, mod)
                .map(value -> Version.from(NAME, value, MOD, "toolchain go" + value))
                .or(() -> find(LANGUAGE, mod)
                        .filter(value -> Integer.parseInt(value.split("\\.", -1)[1]) >= FIRST_WITH_LEAST_VERSION)
                        .map(value -> Version.from(NAME, value, MOD, "go " + value)))
                .orElseGet(() -> Version.byDefault(NAME, "1", "a go line of 1.21 or later in go.mod would"));
    }

    /** Returns where package main is: in the root, or in the one folder of cmd/, or in the one named like the app. */
    private static Place main(Project project) {
        for (String file : project.atRoot(".go")) {
            Matcher main = PACKAGE_MAIN.matcher(project.text(file).orElse(""));
            if (!file.endsWith("_test.go") && main.find()) {
                return Place.of(file);
            }
        }
        Set<String> commands = new TreeSet<>();
        for (String file : project.tree().files()) {
            Matcher command = COMMAND.matcher(file);
            if (command.matches()) {
                commands.add(command.group(1));
            }
        }
        if (commands.isEmpty()) {
            throw new PlanException(
                    Place.of(MOD), "has no package main, in the root or below cmd/", "add one, or write a Dockerfile");
        }
        String chosen = Binaries.choose(project, commands)
                .orElseThrow(() -> new PlanException(
                        Place.of("cmd"),
                        "holds more than one command: " + String.join(", ", commands),
                        "name the app after one of them, or write a Dockerfile"));
        return Place.of(project.first("cmd/" + chosen + "/main.go").orElse("cmd/" + chosen + "/"));
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
