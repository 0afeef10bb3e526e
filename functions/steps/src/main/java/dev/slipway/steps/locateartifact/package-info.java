/** locate_artifact: finds the image that the build pushed. */
@NullMarked
package dev.slipway.steps.locateartifact;

import org.jspecify.annotations.NullMarked;
