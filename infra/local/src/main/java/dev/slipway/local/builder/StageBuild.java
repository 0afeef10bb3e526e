package dev.slipway.local.builder;

import dev.slipway.local.builder.dockerfile.Instruction;
import dev.slipway.local.builder.dockerfile.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a stage has come to while its instructions are carried out. */
final class StageBuild {
    final Stage stage;
    final ImageConfig config;
    final FileTree tree;
    final List<Layer> layers;
    final Variables.Scope variables;
    final Optional<String> base;
    private final TreeMap<String, Node> pending = new TreeMap<>();
    private boolean commandSet;

    /** Begins on nothing. The base is recorded where FROM names one. */
    StageBuild(Stage stage, Variables variables, Optional<String> base) {
        this.stage = stage;
        this.config = new ImageConfig();
        this.tree = new FileTree();
        this.layers = new ArrayList<>();
        this.variables = variables.stage(config);
        this.base = base;
    }

    /** Begins on another stage. */
    StageBuild(Stage stage, Variables variables, StageBuild parent) {
        this.stage = stage;
        this.config = new ImageConfig(parent.config);
        this.tree = new FileTree(parent.tree);
        this.layers = new ArrayList<>(parent.layers);
        this.variables = variables.stage(config);
        this.base = parent.base;
    }

    /** Carries out an instruction that changes the configuration only, and WORKDIR. */
    void apply(Instruction instruction) {
        switch (instruction.keyword()) {
            case "ARG" -> variables.declare(instruction);
            case "ENV" -> config.environment.putAll(variables.pairs(instruction));
            case "LABEL" -> config.labels.putAll(variables.pairs(instruction));
            case "EXPOSE" -> instruction.list().forEach(port -> config.ports.add(port(instruction, port)));
            case "VOLUME" -> instruction.list().forEach(path -> config.volumes.add(word(instruction, path)));
            case "USER" -> config.user = word(instruction, instruction.arguments());
            case "STOPSIGNAL" -> config.stopSignal = word(instruction, instruction.arguments());
            case "WORKDIR" -> workdir(word(instruction, instruction.arguments()));
            case "CMD" -> {
                config.command = Optional.of(command(instruction));
                commandSet = true;
            }
            case "ENTRYPOINT" -> {
                config.entrypoint = Optional.of(command(instruction));
                // A command that came with the base was meant for the base's entry point.
                config.command = commandSet ? config.command : Optional.empty();
            }
            case "SHELL" ->
                config.shell = instruction
                        .json()
                        .filter(words -> !words.isEmpty())
                        .orElseThrow(() -> instruction.problem("SHELL requires the arguments to be in JSON form"));
            case "HEALTHCHECK" -> config.health = Optional.of(HealthCheck.parse(instruction));
            case "MAINTAINER" -> config.labels.put("maintainer", instruction.arguments());
            default -> throw instruction.problem("unknown instruction: " + instruction.keyword());
        }
    }

    private List<String> command(Instruction instruction) {
        return instruction.json().orElseGet(() -> config.inShell(instruction.arguments()));
    }

    private String word(Instruction instruction, String text) {
        return variables.word(instruction, text);
    }

    private String port(Instruction instruction, String text) {
        String port = word(instruction, text);
        if (!port.matches("\\d{1,5}(-\\d{1,5})?(/(tcp|udp|sctp))?")) {
            throw instruction.problem("invalid containerPort: " + port);
        }
        return port.indexOf('/') < 0 ? port + "/tcp" : port;
    }

    private void workdir(String path) {
        String whole = path.startsWith("/") ? path : config.folder + "/" + path;
        List<String> segments = new ArrayList<>();
        for (String segment : FileTree.segments(whole)) {
            if (!segment.equals("..")) {
                segments.add(segment);
            } else if (!segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            }
        }
        config.folder = "/" + String.join("/", segments);
        String at = tree.resolve(config.folder);
        for (String folder = at; !folder.isEmpty(); folder = FileTree.parent(folder)) {
            if (tree.at(folder).isEmpty()) {
                pending.put(folder, Node.Folder.PLAIN);
            }
        }
        if (tree.at(at).isEmpty()) {
            tree.put(at, Node.Folder.PLAIN);
        }
    }

    /** Adds a layer of what a step copied; folders that WORKDIR made go with it. */
    Layer add(SortedMap<String, Node> copied, Layers maker, String createdBy) throws IOException {
        TreeMap<String, Node> all = new TreeMap<>(pending);
        pending.clear();
        all.putAll(copied);
        Layer layer = maker.make(all, createdBy);
        layers.add(layer);
        return layer;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }
}
