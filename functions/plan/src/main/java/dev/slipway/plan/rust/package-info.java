/** Rust: Cargo.toml, and which binary is meant. */
@NullMarked
package dev.slipway.plan.rust;

import org.jspecify.annotations.NullMarked;
