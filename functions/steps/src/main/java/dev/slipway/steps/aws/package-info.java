/** AWS clients, built from the environment that a function was given. */
@NullMarked
package dev.slipway.steps.aws;

import org.jspecify.annotations.NullMarked;
