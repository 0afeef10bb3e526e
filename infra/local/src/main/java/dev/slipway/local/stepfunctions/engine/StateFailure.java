package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A state that ended with an error, for its Retry and Catch, or else for the whole execution. */
final class StateFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String EVALUATION = "States.QueryEvaluationError";
    static final String RUNTIME = "States.Runtime";
    static final String TIMEOUT = "States.Timeout";

    private final transient Optional<String> error;
    private final transient Optional<String> reason;

    StateFailure(Optional<String> error, Optional<String> reason) {
        super(error.orElse("") + ": " + reason.orElse(""), null, false, false);
        this.error = error;
        this.reason = reason;
    }

    static StateFailure of(String error, String reason) {
        return new StateFailure(Optional.of(error), Optional.of(reason));
    }

    /** Returns the name that Retry and Catch match. */
    String name() {
        return error.orElse("");
    }

    /** Returns the details of an event about it, without what it has not. */
    ObjectNode details() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        error.ifPresent(text -> details.put("error", text));
        reason.ifPresent(text -> details.put("cause", text));
        return details;
    }

    /** Returns {@code $states.errorOutput}. */
    JsonNode errorOutput() {
        return JsonNodeFactory.instance.objectNode().put("Error", name()).put("Cause", reason.orElse(""));
    }

    Optional<String> error() {
        return error;
    }

    Optional<String> reason() {
        return reason;
    }
}
