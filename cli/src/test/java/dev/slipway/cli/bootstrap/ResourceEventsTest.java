package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

class ResourceEventsTest {
    private final ResourceEvents events = new ResourceEvents();

    @Test
    void take_resourceThatEnded_isToldOnceWithItsTime() {
        StackEvent begun = event(1, "Role", "CREATE_IN_PROGRESS", null);
        StackEvent ended = event(4, "Role", "CREATE_COMPLETE", null);

        assertThat(events.take(List.of(begun))).isEmpty();
        assertThat(events.current()).contains("Role");
        assertThat(events.take(List.of(ended, begun))).singleElement().satisfies(role -> {
            assertThat(role.text()).isEqualTo("created Role (AWS::IAM::Role)");
            assertThat(role.took()).hasSeconds(3);
        });
        assertThat(events.take(List.of(ended, begun))).isEmpty();
        assertThat(events.count()).isEqualTo(1);
        assertThat(events.current()).isEmpty();
    }

    @Test
    void take_afterASkip_leavesOutWhatWasBefore() {
        StackEvent before = event(1, "Role", "CREATE_COMPLETE", null);
        events.skip(List.of(before));

        assertThat(events.knows(before)).isTrue();
        assertThat(events.take(List.of(event(2, "Role", "UPDATE_COMPLETE", null), before)))
                .extracting(ResourceEvents.Ended::text)
                .containsExactly("changed Role (AWS::IAM::Role)");
    }

    @Test
    void failure_ofSeveral_isTheFirstWithAReasonOfItsOwn() {
        events.take(List.of(
                event(5, "Later", "CREATE_FAILED", "Access denied"),
                event(4, "Guilty", "CREATE_FAILED", "Quota exceeded"),
                event(3, "Other", "CREATE_FAILED", "Resource creation cancelled")));

        assertThat(events.failure().map(StackEvent::logicalResourceId)).contains("Guilty");
    }

    @Test
    void take_eventOfTheStackItself_isNoResource() {
        StackEvent stack = event(1, "slipway-default", "CREATE_COMPLETE", null).toBuilder()
                .resourceType("AWS::CloudFormation::Stack")
                .build();

        assertThat(events.take(List.of(stack))).isEmpty();
        assertThat(events.count()).isZero();
    }

    private static StackEvent event(int second, String resource, String status, @Nullable String reason) {
        return StackEvent.builder()
                .eventId(resource + second)
                .timestamp(Instant.ofEpochSecond(second))
                .logicalResourceId(resource)
                .resourceType("AWS::IAM::Role")
                .resourceStatus(status)
                .resourceStatusReason(reason)
                .build();
    }
}
