package dev.slipway.cli.pipeline;

import dev.slipway.events.Codec;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.step.BuildResult;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Finds the builds of deployments. */
public final class Builds {
    private final Records records;
    private final Executions executions;
    private final Site site;

    Builds(Records records, Executions executions, Site site) {
        this.records = records;
        this.executions = executions;
        this.site = site;
    }

    /** Returns CodeBuild's id of a deployment's build, finished or not. */
    public Optional<String> idOf(DeploymentRecord record) {
        return records.buildResult(record.app(), record.deploymentId())
                .map(BuildResult::buildId)
                .or(() -> submitted(record));
    }

    private Optional<String> submitted(DeploymentRecord record) {
        try {
            return executions.eventsAfter(site.execution(record.deploymentId()), 0).stream()
                    .filter(event -> event.type() == HistoryEventType.TASK_SUBMITTED)
                    .map(Builds::buildId)
                    .filter(id -> !id.isEmpty())
                    .reduce((first, last) -> last);
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    private static String buildId(HistoryEvent event) {
        String output = event.taskSubmittedEventDetails().output();
        return output == null
                ? ""
                : Codec.parse(output).path("Build").path("Id").asText();
    }
}
