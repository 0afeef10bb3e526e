package dev.slipway.plan.rust;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.dockerfile.Quoting;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Binaries;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.RuntimeFolders;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.TomlFile;
import dev.slipway.plan.stack.Version;
import dev.slipway.plan.stack.VersionFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A crate or a workspace of Rust with one binary that is meant. */
public final class RustStack implements Stack {
    private static final String NAME = "rust";
    private static final String MANIFEST = "Cargo.toml";
    private static final String TOOLCHAIN = "rust-toolchain";
    private static final String PACKAGE = "package";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return MANIFEST;
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return project.text(MANIFEST).map(text -> detect(project, TomlFile.parse(MANIFEST, text)));
    }

    private static Detection detect(Project project, TomlFile root) {
        Version version = version(project);
        Map<String, String> binaries = binaries(project, root);
        String binary = choose(project, root, binaries);
        boolean locked = project.has("Cargo.lock");
        Dockerfile dockerfile = project.dockerfile()
                .buildStage("rust:" + version.value() + "-bookworm")
                .workdir("/src")
                .copyAll()
                .arguments()
                .comment("Cargo wants the sources of all targets even to fetch, so its caches are mounts.")
                .runAll(
                        List.of(
                                "cargo build --release" + (locked ? " --locked" : "") + " --bin "
                                        + Quoting.shell(binary),
                                "mkdir /out",
                                "cp " + Quoting.shell("target/release/" + binary) + " /out"),
                        project.cache("cargo", "/usr/local/cargo/registry"),
                        project.cache("cargo-git", "/usr/local/cargo/git"),
                        project.cache("cargo-target", "/src/target"))
                .runStage("debian:bookworm-slim")
                .workdir("/app")
                .env(project.env("PATH", "/app/bin:$PATH"))
                .copyBuilt("/etc/ssl/certs", "/etc/ssl/certs/");
        List<String> notes = new ArrayList<>(List.of(version.note()));
        RuntimeFolders.copy(dockerfile, project).forEach(notes::add);
        if (project.commandNames("target/release/")) {
            dockerfile.copyBuilt("/out", "target/release/");
        }
        dockerfile.copyBuilt("/out", "bin/").user().cmd(List.of("bin/" + binary));
        return new Detection(
                NAME,
                version.value(),
                "Cargo.toml, binary " + binary,
                binaries.getOrDefault(binary, MANIFEST),
                dockerfile.text(),
                List.of("target"),
                notes);
    }

    private static Version version(Project project) {
        Optional<Version> pinned = project.first(TOOLCHAIN + ".toml", TOOLCHAIN)
                .flatMap(file -> project.text(file)
                        .flatMap(text -> text.contains("[")
                                ? TomlFile.parse(file, text).string("toolchain", "channel")
                                : Optional.of(text.strip()))
                        .filter(Version::isSafe)
                        .map(channel -> Version.from(NAME, channel, file, channel)));
        return pinned.or(() -> VersionFiles.find(project, NAME, 3, List.of(NAME)))
                .orElseGet(() -> Version.byDefault(NAME, "1", "rust-toolchain.toml would"));
    }

    /** Returns the binaries by name, each with the file that says so. */
    private static Map<String, String> binaries(Project project, TomlFile root) {
        Map<String, String> binaries = new TreeMap<>(ofCrate(project, "", root));
        if (root.has("workspace")) {
            for (String file : project.tree().files()) {
                if (file.endsWith("/" + MANIFEST)) {
                    String folder = file.substring(0, file.length() - MANIFEST.length());
                    project.text(file)
                            .ifPresent(text -> binaries.putAll(ofCrate(project, folder, TomlFile.parse(file, text))));
                }
            }
        }
        return binaries;
    }

    private static Map<String, String> ofCrate(Project project, String folder, TomlFile manifest) {
        Map<String, String> binaries = new TreeMap<>();
        List<String> named = new ArrayList<>();
        manifest.tables("bin")
                .forEach(bin -> bin.string("name").ifPresent(name -> {
                    binaries.put(name, folder + MANIFEST);
                    named.add(folder + bin.string("path").orElse("src/bin/" + name + ".rs"));
                }));
        if (project.has(folder + "src/main.rs") && binaries.isEmpty()) {
            manifest.string(PACKAGE, "name").ifPresent(name -> binaries.put(name, folder + "src/main.rs"));
        }
        String prefix = folder + "src/bin/";
        project.tree().files().stream()
                .filter(file -> !named.contains(file)
                        && file.startsWith(prefix)
                        && file.endsWith(".rs")
                        && file.indexOf('/', prefix.length()) < 0)
                .forEach(file -> binaries.put(file.substring(prefix.length(), file.length() - 3), file));
        return binaries;
    }

    private static String choose(Project project, TomlFile root, Map<String, String> binaries) {
        if (binaries.isEmpty()) {
            throw new PlanException(
                    Place.of(MANIFEST),
                    "has no binary: no src/main.rs and no [[bin]]",
                    "add one, or write a Dockerfile");
        }
        return root.string(PACKAGE, "default-run")
                .or(() -> Binaries.choose(project, binaries.keySet()))
                .or(() -> root.string(PACKAGE, "name").filter(binaries::containsKey))
                .orElseThrow(() -> new PlanException(
                        Place.of(MANIFEST),
                        "makes more than one binary: " + String.join(", ", binaries.keySet()),
                        "set default-run in [package], or name the app after one of them"));
    }
}
