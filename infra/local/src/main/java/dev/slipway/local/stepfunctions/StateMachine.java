package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A state machine as it is kept.
 *
 * @param creationDate milliseconds since the epoch
 * @param revisionId absent until the first update, as on AWS
 * @param deleted whether it only waits for its last execution to end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StateMachine(
        String arn,
        String name,
        String definition,
        String roleArn,
        long creationDate,
        long updateDate,
        @Nullable String revisionId,
        JsonNode loggingConfiguration,
        JsonNode tracingConfiguration,
        boolean deleted) {

    boolean runs(String otherDefinition, String otherRole) {
        return definition.equals(otherDefinition) && roleArn.equals(otherRole);
    }

    StateMachine updated(
            String newDefinition,
            String newRole,
            JsonNode logging,
            JsonNode tracing,
            @Nullable String revision,
            long at) {
        return new StateMachine(
                arn, name, newDefinition, newRole, creationDate, at, revision, logging, tracing, deleted);
    }

    StateMachine deleting() {
        return new StateMachine(
                arn,
                name,
                definition,
                roleArn,
                creationDate,
                updateDate,
                revisionId,
                loggingConfiguration,
                tracingConfiguration,
                true);
    }
}
