/**
 * Executions on disk: one append-only file each, whose first line says what was started and whose other lines are the
 * history, and a list of them per state machine.
 *
 * <p>An event is in the operating system's hands before the workflow goes on, so a killed process loses nothing. There is
 * no fsync: a power cut may cost the last events, and the execution then goes on from the one before.
 */
@NullMarked
package dev.slipway.local.stepfunctions.journal;

import org.jspecify.annotations.NullMarked;
