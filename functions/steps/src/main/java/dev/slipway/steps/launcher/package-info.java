/** launcher: brings an app to its desired state, one action a call. */
@NullMarked
package dev.slipway.steps.launcher;

import org.jspecify.annotations.NullMarked;
