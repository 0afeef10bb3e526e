package dev.slipway.plan;

import dev.slipway.plan.dockerfile.DockerfileStage;
import dev.slipway.plan.dockerfile.DockerfileText;
import dev.slipway.plan.dockerfile.ExposedPort;
import dev.slipway.plan.limits.Platforms;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.source.SourceTree;
import dev.slipway.plan.toml.SlipwayToml;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Dockerfile that a source brings: it wins over all that could be generated.
 *
 * @param path below the context
 * @param stage that is built
 * @param chosen whether slipway.toml names it
 */
record OwnDockerfile(String path, DockerfileText text, DockerfileStage stage, boolean chosen) {
    static Optional<OwnDockerfile> find(SourceTree context, SlipwayToml toml, @Nullable String platform) {
        String named = toml.build().dockerfile();
        if (named == null
                && toml.build().target() != null
                && firstAtRoot(context).isEmpty()) {
            throw new PlanException(
                    toml.place("build.target"), "there is no Dockerfile for \"build.target\"", "add one, or remove it");
        }
        if (named != null && !context.has(named)) {
            throw new PlanException(
                    toml.place("build.dockerfile"),
                    "there is no file " + named + (toml.build().context().equals(".") ? "" : " in the context"),
                    "the path begins at the build context, " + toml.build().context());
        }
        return Optional.ofNullable(named).or(() -> firstAtRoot(context)).map(path -> {
            DockerfileText text = DockerfileText.parse(context.text(path).orElse(""));
            DockerfileStage stage = stage(path, text, toml);
            refuseForeign(path, stage, platform);
            return new OwnDockerfile(path, text, stage, named != null);
        });
    }

    String rule() {
        return chosen ? "the Dockerfile that slipway.toml names" : "a Dockerfile at the root";
    }

    String reason() {
        return Place.of(path, stage.line()).toString();
    }

    boolean startsByItself() {
        return text.hasCommand(stage.line());
    }

    Optional<ExposedPort> exposedPort() {
        return text.exposedPort(stage.line());
    }

    private static Optional<String> firstAtRoot(SourceTree context) {
        return Stream.of("Dockerfile", "dockerfile", "Containerfile")
                .filter(context::has)
                .findFirst();
    }

    private static DockerfileStage stage(String path, DockerfileText text, SlipwayToml toml) {
        List<DockerfileStage> stages = text.stages();
        if (stages.isEmpty()) {
            throw new PlanException(Place.of(path), "has no FROM", "begin it with FROM and a base image");
        }
        String target = toml.build().target();
        if (target == null) {
            return stages.get(stages.size() - 1);
        }
        return stages.stream()
                .filter(stage -> target.equalsIgnoreCase(stage.name()))
                .findFirst()
                .orElseThrow(() -> new PlanException(
                        toml.place("build.target"), path + " has no stage \"" + target + "\"", names(stages)));
    }

    private static String names(List<DockerfileStage> stages) {
        String names = stages.stream()
                .map(DockerfileStage::name)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "name one with FROM … AS" : "its stages are " + names;
    }

    private static void refuseForeign(String path, DockerfileStage stage, @Nullable String platform) {
        String asked = stage.platform();
        if (platform != null && asked != null && !asked.contains("$")) {
            Platforms.problemOf(asked, platform).ifPresent(problem -> {
                throw new PlanException(
                        Place.of(path, stage.line()), problem, "remove --platform from the stage that runs");
            });
        }
    }
}
