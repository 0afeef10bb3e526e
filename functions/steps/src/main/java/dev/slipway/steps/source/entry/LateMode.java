package dev.slipway.steps.source.entry;

/**
 * What a file turns out to be when the archive is read to its end.
 *
 * @param path as in {@link SourceEntry}
 * @param link whether the file is a symbolic link, and its content where it points to; otherwise it is executable
 */
public record LateMode(String path, boolean link) {}
