package dev.slipway.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/** Is told what an execution does, in the order in which it does it. */
public interface ExecutionListener {
    /** A state begins. */
    void entered(String state, Instant at);

    /**
     * A state has ended.
     *
     * @param result what its task answered; missing where it answered nothing, or failed and was caught
     */
    void left(String state, Instant at, JsonNode result);

    /** The build was submitted, under this id of CodeBuild. */
    void buildSubmitted(String buildId);

    /**
     * Waits for about a time until the next look is worth its call.
     *
     * @return whether to look again at all
     */
    boolean idle(Duration pause) throws InterruptedException;
}
