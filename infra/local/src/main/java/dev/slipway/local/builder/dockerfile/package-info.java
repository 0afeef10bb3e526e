/**
 * Reads Dockerfiles as BuildKit does: directives, continuation, here-documents, stages and variables. Knows nothing of
 * images.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
@NullMarked
package dev.slipway.local.builder.dockerfile;

import org.jspecify.annotations.NullMarked;
