/** What a build says while it runs: its steps, its output, and what explains its failure. */
@NullMarked
package dev.slipway.steps.buildkit.progress;

import org.jspecify.annotations.NullMarked;
