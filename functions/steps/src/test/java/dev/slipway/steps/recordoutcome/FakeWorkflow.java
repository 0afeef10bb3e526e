package dev.slipway.steps.recordoutcome;

import dev.slipway.events.Codec;
import dev.slipway.events.state.ExecutionInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** One execution that came as far as its last state. */
final class FakeWorkflow implements SfnClient {
    private final Instant start;
    private final List<HistoryEvent> events = new ArrayList<>();
    private DescribeExecutionResponse description =
            DescribeExecutionResponse.builder().build();

    FakeWorkflow(Instant start) {
        this.start = start;
        run(Duration.ofSeconds(1));
    }

    Executions executions() {
        return new Executions(this, RecordOutcomeTest.noBuilds(), "arn:aws:states:x:1:stateMachine:slipway");
    }

    void redriven(Duration after) {
        run(after);
    }

    void stopped(ExecutionInput input) {
        description = DescribeExecutionResponse.builder()
                .input(Codec.write(input))
                .startDate(start)
                .status(ExecutionStatus.ABORTED)
                .build();
    }

    private void run(Duration after) {
        Instant at = start.plus(after);
        for (String state : List.of("Activate", "Launch")) {
            events.add(HistoryEvent.builder()
                    .timestamp(at)
                    .stateEnteredEventDetails(details -> details.name(state))
                    .build());
            at = at.plusSeconds(1);
            events.add(HistoryEvent.builder()
                    .timestamp(at)
                    .stateExitedEventDetails(details -> details.name(state).output("{}"))
                    .build());
        }
        events.add(HistoryEvent.builder()
                .timestamp(at.plusMillis(20))
                .stateEnteredEventDetails(details -> details.name("RecordOutcome"))
                .build());
    }

    @Override
    public GetExecutionHistoryResponse getExecutionHistory(GetExecutionHistoryRequest request) {
        return GetExecutionHistoryResponse.builder().events(events).build();
    }

    @Override
    public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
        return description;
    }

    @Override
    public String serviceName() {
        return "states";
    }

    @Override
    public void close() {}
}
