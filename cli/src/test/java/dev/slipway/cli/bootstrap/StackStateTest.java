package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

class StackStateTest {
    @ParameterizedTest
    @CsvSource({
        ", ABSENT, true",
        "REVIEW_IN_PROGRESS, ABSENT, false",
        "DELETE_COMPLETE, ABSENT, true",
        "CREATE_COMPLETE, STANDS, true",
        "UPDATE_COMPLETE, STANDS, true",
        "IMPORT_COMPLETE, STANDS, true",
        "UPDATE_ROLLBACK_COMPLETE, STANDS, false",
        "ROLLBACK_COMPLETE, FAILED, false",
        "ROLLBACK_FAILED, FAILED, false",
        "CREATE_FAILED, FAILED, false",
        "DELETE_FAILED, LEFT_OVER, false",
        "UPDATE_ROLLBACK_FAILED, STUCK, false",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, BUSY, false",
        "ROLLBACK_IN_PROGRESS, BUSY, false",
        "DELETE_IN_PROGRESS, BUSY, false"
    })
    void of_status_saysWhatIsPossible(String status, StackState state, boolean good) {
        assertThat(StackState.of(status)).isEqualTo(state);
        assertThat(StackState.isGood(status)).isEqualTo(good);
    }

    @ParameterizedTest
    @EnumSource(value = StackStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN_TO_SDK_VERSION")
    void of_everyStatus_thatStandsHasEndedWell(StackStatus status) {
        if (StackState.of(status.toString()) == StackState.STANDS) {
            assertThat(status.toString()).endsWith("_COMPLETE");
        }
    }

    @Test
    void hints_reasonOfCloudFormation_sayWhatToDo() {
        assertThat(StackHints.of("slipway-default already exists in stack arn:x"))
                .hasValueSatisfying(hint -> assertThat(hint).contains("--pipeline"));
        assertThat(StackHints.of("User: x is not authorized to perform: iam:CreateRole"))
                .isPresent();
        assertThat(StackHints.of("Internal failure")).isEmpty();
    }
}
