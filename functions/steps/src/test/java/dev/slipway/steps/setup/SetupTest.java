package dev.slipway.steps.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.SetupRequest;
import dev.slipway.plan.source.MemoryTree;
import dev.slipway.plan.source.SourceTree;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import dev.slipway.steps.handler.StepException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SetupTest {
    private static final String ID = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";
    private static final String ARN = "arn:aws:states:us-east-1:123456789012:execution:slipway-default:" + ID;
    private static final Instant NOW = Instant.parse("2026-11-22T10:31:02.114Z");
    private static final SourceTree TREE = MemoryTree.of(Map.of("Dockerfile", "FROM scratch\nCOPY . .\n"));
    private static final Source SOURCE =
            new Source(List.of(new SourceLayer("incoming/hello/a.tar", null, 1, null, "\"1\"")), 1);
    private static final ExecutionInput INPUT =
            new ExecutionInput(1, Kind.DEPLOY, ID, "hello", 4, SOURCE, null, Map.of(), null, null, false);
    private static final SetupRequest REQUEST = new SetupRequest(INPUT, new Execution(ARN, 0, NOW));

    private final Bucket bucket = new Bucket(new MemoryS3(), "bucket");
    private final Setup setup =
            new Setup(bucket, new Setup.Settings("repository", "x86_64", 30), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void plan_uploadedDeployment_isBuildingFromThenOn() {
        store(DeploymentStatus.UPLOADING);

        var result = setup.plan(REQUEST, TREE);

        assertThat(result.stack()).isEqualTo("dockerfile");
        assertThat(bucket.head(result.planKey())).isPresent();
        assertThat(stored().status()).isEqualTo(DeploymentStatus.BUILDING);
        assertThat(stored().executionArn()).isEqualTo(ARN);
    }

    @Test
    void plan_deploymentCancelledBeforeItsWorkflowBegan_isRefusedAndNothingIsWritten() {
        store(DeploymentStatus.CANCELLED);
        DeploymentRecord before = stored();

        assertThatThrownBy(() -> setup.plan(REQUEST, TREE))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("the deployment was cancelled before its workflow began");

        assertThat(stored()).isEqualTo(before);
        assertThat(bucket.head(Keys.plan("hello", ID))).isEmpty();
    }

    private void store(DeploymentStatus status) {
        DeploymentRecord record = new DeploymentRecord(
                1, ID, "hello", 4, status, INPUT, "ada", null, null, NOW, NOW, null, null, null, null, null, null,
                List.of());
        bucket.put(Keys.deployment("hello", ID), record);
    }

    private DeploymentRecord stored() {
        return bucket.read(Keys.deployment("hello", ID), DeploymentRecord.class)
                .orElseThrow()
                .value();
    }
}
