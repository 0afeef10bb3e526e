package dev.slipway.local.builder;

import dev.slipway.local.builder.dockerfile.Dockerfile;
import dev.slipway.local.builder.dockerfile.Expander;
import dev.slipway.local.builder.dockerfile.Instruction;
import dev.slipway.local.builder.dockerfile.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The variables of a build: what its caller gives, the platform's, and those the file declares before its first FROM. */
final class Variables {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final char escape;
    private final Map<String, String> given;
    private final Map<String, String> platform;
    private final Map<String, String> global = new HashMap<>();

    Variables(Dockerfile file, Map<String, String> given, String architecture) {
        this.escape = file.escape();
        this.given = Map.copyOf(given);
        String name = "linux/" + architecture;
        this.platform = Map.of(
                "TARGETPLATFORM",
                name,
                "TARGETOS",
                "linux",
                "TARGETARCH",
                architecture,
                "TARGETVARIANT",
                "",
                "BUILDPLATFORM",
                name,
                "BUILDOS",
                "linux",
                "BUILDARCH",
                architecture,
                "BUILDVARIANT",
                "");
        file.globals().forEach(arg -> declare(arg, global, this::inGlobal));
    }

    private Optional<String> inGlobal(String name) {
        return Optional.ofNullable(global.getOrDefault(name, platform.get(name)));
    }

    /** Expands what FROM says, which sees the variables before the first FROM only. */
    String global(Instruction place, String word) {
        return new Expander(escape, this::inGlobal).word(place, word);
    }

    /** The variables of one stage. */
    Scope stage(ImageConfig config) {
        return new Scope(config);
    }

    private void declare(Instruction arg, Map<String, String> into, Function<String, Optional<String>> known) {
        List<String> words = Words.split(arg.arguments(), escape);
        Expander expander = new Expander(escape, known);
        for (String word : words) {
            String[] parts = word.split("=", 2);
            Optional<String> fallback = parts.length == 2
                    ? Optional.of(expander.word(arg, parts[1]))
                    : Optional.ofNullable(global.getOrDefault(parts[0], platform.get(parts[0])));
            Optional.ofNullable(given.get(parts[0])).or(() -> fallback).ifPresent(value -> into.put(parts[0], value));
        }
    }

    /** Variables within a stage: ENV hides ARG. */
    final class Scope {
        private final ImageConfig config;
        private final Map<String, String> args = new HashMap<>();

        private Scope(ImageConfig config) {
            this.config = config;
        }

        void declare(Instruction arg) {
            Variables.this.declare(arg, args, this::find);
        }

        private Optional<String> find(String name) {
            String value = config.environment.getOrDefault(name, args.get(name));
            // Every base image has a PATH, but the base is not there to ask.
            return Optional.ofNullable(value)
                    .or(() -> name.equals("PATH") ? Optional.of(DEFAULT_PATH) : Optional.empty());
        }

        String word(Instruction place, String word) {
            return expander().word(place, word);
        }

        String document(Instruction place, String text) {
            return expander().document(place, text);
        }

        Map<String, String> pairs(Instruction place) {
            Map<String, String> expanded = new java.util.LinkedHashMap<>();
            Words.pairs(place, escape).forEach((name, value) -> expanded.put(word(place, name), word(place, value)));
            return expanded;
        }

        private Expander expander() {
            return new Expander(escape, this::find);
        }
    }
}
