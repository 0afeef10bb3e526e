package dev.slipway.local.stepfunctions.engine;

import dev.slipway.local.stepfunctions.journal.Status;
import java.time.Instant;
import java.util.Optional;

/** How an execution ended. */
public record Outcome(
        Status status, Instant at, Optional<String> output, Optional<String> error, Optional<String> cause) {}
