package dev.slipway.local.stepfunctions.journal;

import java.util.OptionalLong;

/**
 * An execution in a list: all of it that stays in memory.
 *
 * @param startDate milliseconds since the epoch
 */
public record Summary(String name, Status status, long startDate, OptionalLong stopDate) {}
