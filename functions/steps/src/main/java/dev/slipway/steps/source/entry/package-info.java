/** What every format of archive comes down to: entries with checked names. */
@NullMarked
package dev.slipway.steps.source.entry;

import org.jspecify.annotations.NullMarked;
