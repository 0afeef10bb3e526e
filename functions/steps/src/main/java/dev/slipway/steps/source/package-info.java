/** Archives of source as they arrive: formats, limits, and what a hostile one may not do. */
@NullMarked
package dev.slipway.steps.source;

import org.jspecify.annotations.NullMarked;
