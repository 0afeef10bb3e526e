package dev.slipway.local.builder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The configuration that a stage has come to, changed by its instructions. */
final class ImageConfig {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, String> environment = new LinkedHashMap<>();
    final Map<String, String> labels = new LinkedHashMap<>();
    final SortedSet<String> ports = new TreeSet<>();
    final SortedSet<String> volumes = new TreeSet<>();
    List<String> shell = List.of("/bin/sh", "-c");
    Optional<List<String>> command = Optional.empty();
    Optional<List<String>> entrypoint = Optional.empty();
    Optional<ObjectNode> health = Optional.empty();
    String user = "";
    String folder = "/";
    String stopSignal = "";

    ImageConfig() {}

    ImageConfig(ImageConfig other) {
        environment.putAll(other.environment);
        labels.putAll(other.labels);
        ports.addAll(other.ports);
        volumes.addAll(other.volumes);
        shell = other.shell;
        command = other.command;
        entrypoint = other.entrypoint;
        health = other.health;
        user = other.user;
        folder = other.folder;
        stopSignal = other.stopSignal;
    }

    /** Writes the shell form of a command as the form that is run. */
    List<String> inShell(String commandLine) {
        List<String> words = new ArrayList<>(shell);
        words.add(commandLine);
        return words;
    }

    /** Encodes the {@code config} object of an image configuration. */
    ObjectNode json() {
        ObjectNode config = JSON.createObjectNode();
        if (!user.isEmpty()) {
            config.put("User", user);
        }
        names(config, "ExposedPorts", ports);
        ArrayNode variables = config.putArray("Env");
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        entrypoint.ifPresent(words -> words.forEach(config.putArray("Entrypoint")::add));
        command.ifPresent(words -> words.forEach(config.putArray("Cmd")::add));
        names(config, "Volumes", volumes);
        config.put("WorkingDir", folder);
        if (!labels.isEmpty()) {
            ObjectNode all = config.putObject("Labels");
            labels.forEach(all::put);
        }
        if (!stopSignal.isEmpty()) {
            config.put("StopSignal", stopSignal);
        }
        health.ifPresent(check -> config.set("Healthcheck", check));
        return config;
    }

    private static void names(ObjectNode config, String field, SortedSet<String> names) {
        if (!names.isEmpty()) {
            ObjectNode set = config.putObject(field);
            names.forEach(set::putObject);
        }
    }
}
