package dev.slipway.local.stepfunctions.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetrierTest {
    private static final ErrorNames ANY = new ErrorNames(List.of("States.ALL"));

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 6", "2, 18", "3, 20", "30, 20"})
    void delay_growsByTheRate_upToTheMost(int retry, int seconds) {
        Retrier retrier = new Retrier(ANY, 2, 9, 3, OptionalInt.of(20), false);

        assertThat(retrier.delay(retry, () -> 0.5)).hasSeconds(seconds);
    }

    @Test
    void delay_fullJitter_isAPartOfIt() {
        Retrier retrier = new Retrier(ANY, 2, 9, 3, OptionalInt.empty(), true);

        assertThat(retrier.delay(1, () -> 0.25)).hasMillis(1500);
    }

    @ParameterizedTest
    @CsvSource({
        "States.ALL, Boom, true",
        "States.ALL, States.Timeout, true",
        "States.ALL, States.Runtime, false",
        "States.ALL, States.DataLimitExceeded, true",
        "States.TaskFailed, Boom, true",
        "States.TaskFailed, States.Timeout, false",
        "States.Timeout, States.HeartbeatTimeout, true",
        "Boom, Boom, true",
        "Boom, Boo, false",
    })
    void match_isAsAwsDocumentsAndDoes(String name, String error, boolean matches) {
        assertThat(new ErrorNames(List.of(name)).match(error)).isEqualTo(matches);
    }
}
