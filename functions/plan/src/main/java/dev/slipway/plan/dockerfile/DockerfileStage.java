package dev.slipway.plan.dockerfile;

import org.jspecify.annotations.Nullable;

/** A stage of a Dockerfile: the line of its FROM, its base image, its name and the platform it asks for. */
public record DockerfileStage(
        int line,
        String image,
        @Nullable String name,
        @Nullable String platform) {}
