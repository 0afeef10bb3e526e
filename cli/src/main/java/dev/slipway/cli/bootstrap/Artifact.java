package dev.slipway.cli.bootstrap;

import java.nio.file.Path;

/**
 * A file that AWS takes from the code bucket.
 *
 * @param key by what is in the file
 */
record Artifact(String key, Path file) {}
