package dev.slipway.local.codebuild;

/**
 * A variable of a build.
 *
 * @param type {@code PLAINTEXT}; the others are read by CodeBuild from services that the local cloud has not
 */
public record EnvironmentVariable(String name, String value, String type) {
    static final String PLAINTEXT = "PLAINTEXT";
}
