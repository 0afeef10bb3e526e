/** What the pipeline tells the outside: events on the default bus, and answers to uploads. */
@NullMarked
package dev.slipway.steps.notice;

import org.jspecify.annotations.NullMarked;
