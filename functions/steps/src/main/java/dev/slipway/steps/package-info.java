/** The steps of the pipeline, one package per step. */
@NullMarked
package dev.slipway.steps;

import org.jspecify.annotations.NullMarked;
