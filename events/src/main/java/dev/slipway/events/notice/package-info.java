/** What the pipeline tells the outside: events on the bus and results beside an upload. */
@NullMarked
package dev.slipway.events.notice;

import org.jspecify.annotations.NullMarked;
