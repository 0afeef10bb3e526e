/**
 * The image registry: the OCI distribution protocol over content-addressed files.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md">OCI distribution 1.1</a>
 */
@NullMarked
package dev.slipway.local.registry;

import org.jspecify.annotations.NullMarked;
