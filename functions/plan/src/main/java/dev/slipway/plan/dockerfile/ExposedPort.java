package dev.slipway.plan.dockerfile;

/** A port that a Dockerfile exposes, and the line that says so. */
public record ExposedPort(int port, int line) {}
