/** Python: how dependencies are installed, which version, and what starts the app. */
@NullMarked
package dev.slipway.plan.python;

import org.jspecify.annotations.NullMarked;
