/** {@code slipway.toml}: every key, checked as it is read, with line and column of what is wrong. */
@NullMarked
package dev.slipway.plan.toml;

import org.jspecify.annotations.NullMarked;
