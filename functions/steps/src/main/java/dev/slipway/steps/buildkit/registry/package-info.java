/** What a build asks of the registry: a login, which caches there are, and what it has pushed. */
@NullMarked
package dev.slipway.steps.buildkit.registry;

import org.jspecify.annotations.NullMarked;
