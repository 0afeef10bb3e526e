package dev.slipway.local.builder.dockerfile;

/**
 * The body of a here-document.
 *
 * @param name its delimiter, which is also the name of the file it becomes
 * @param expands whether variables in it are replaced: not when the delimiter is quoted
 */
public record HereDocument(String name, boolean expands, String content) {}
