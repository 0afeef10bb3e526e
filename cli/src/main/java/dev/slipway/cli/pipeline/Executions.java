package dev.slipway.cli.pipeline;

import dev.slipway.events.Codec;
import dev.slipway.events.TraceContext;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.telemetry.XRay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Starts, stops and watches executions of the workflow. */
public final class Executions {
    private static final int PAGE = 200;

    private final Site site;
    private final Clients clients;

    Executions(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    /** Starts the workflow of a deployment and returns the execution's ARN. One that runs already counts as started. */
    public String start(CreateDeploymentResult deployment) {
        @Nullable TraceContext trace = deployment.input().trace();
        try {
            return clients.stepFunctions()
                    .startExecution(request -> {
                        request.stateMachineArn(deployment.stateMachineArn())
                                .name(deployment.deploymentId())
                                .input(Codec.write(deployment.input()));
                        XRay.header(trace).ifPresent(request::traceHeader);
                    })
                    .executionArn();
        } catch (ExecutionAlreadyExistsException e) {
            return site.execution(deployment.deploymentId());
        }
    }

    /** Stops an execution, and says whether there is one; one that has ended stays as it ended. */
    public boolean stop(String arn, String error, String cause) {
        try {
            clients.stepFunctions()
                    .stopExecution(
                            request -> request.executionArn(arn).error(error).cause(cause));
            return true;
        } catch (ExecutionDoesNotExistException e) {
            return false;
        }
    }

    public Optional<DescribeExecutionResponse> describe(String arn) {
        try {
            return Optional.of(clients.stepFunctions().describeExecution(request -> request.executionArn(arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /** Returns the events after one that was seen, oldest first. */
    List<HistoryEvent> eventsAfter(String arn, long seen) {
        List<HistoryEvent> events = new ArrayList<>();
        @Nullable String token = null;
        do {
            GetExecutionHistoryResponse page = clients.stepFunctions()
                    .getExecutionHistory(GetExecutionHistoryRequest.builder()
                            .executionArn(arn)
                            .includeExecutionData(true)
                            .reverseOrder(true)
                            .maxResults(PAGE)
                            .nextToken(token)
                            .build());
            for (HistoryEvent event : page.events()) {
                if (event.id() <= seen) {
                    Collections.reverse(events);
                    return events;
                }
                events.add(event);
            }
            token = page.nextToken();
        } while (token != null);
        Collections.reverse(events);
        return events;
    }
}
