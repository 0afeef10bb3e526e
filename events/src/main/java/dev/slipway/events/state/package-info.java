/** What the pipeline keeps in its bucket: one JSON object per app, deployment, version and revision. */
@NullMarked
package dev.slipway.events.state;

import org.jspecify.annotations.NullMarked;
