package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;

class CheckupTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"29, OK", "-29, OK", "31, WARN", "-299, WARN", "300, FAIL", "-86400, FAIL"})
    void clock_secondsOff_areJudgedAsAwsDoes(int seconds, Finding.Level level) {
        assertThat(Checkup.clock(Optional.of(NOW), NOW.plusSeconds(seconds)).level())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        ", FAIL",
        "CREATE_COMPLETE, OK",
        "UPDATE_ROLLBACK_COMPLETE, WARN",
        "UPDATE_IN_PROGRESS, WARN",
        "ROLLBACK_COMPLETE, FAIL",
        "UPDATE_ROLLBACK_FAILED, FAIL",
        "DELETE_FAILED, FAIL"
    })
    void stack_status_isJudgedWithAHint(String status, Finding.Level level) {
        Finding finding = Checkup.stack("slipway-x", status);

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.hint() == null).isEqualTo(level == Finding.Level.OK);
    }

    @Test
    void version_thatDiffers_saysWhichToUpgrade() {
        assertThat(Checkup.version("1+a", "1+a").level()).isEqualTo(Finding.Level.OK);
        assertThat(Checkup.version("1+a", "1+b").text()).isEqualTo("the pipeline is 1+a, this command is 1+b");
        assertThat(Checkup.version(null, "1+b").hint()).contains("slipway bootstrap");
    }

    @Test
    void quota_ofANewAccount_isTooSmall() {
        assertThat(Checkup.quota(account(10, 0)).level()).isEqualTo(Finding.Level.WARN);
        assertThat(Checkup.quota(account(1000, 0)).level()).isEqualTo(Finding.Level.OK);
        assertThat(Checkup.quota(account(1000, 95)).hint()).contains("storage");
    }

    @Test
    void collector_thatNobodyRuns_isNoFailure() {
        assertThat(Checkup.collector("").level()).isEqualTo(Finding.Level.OK);
        assertThat(Checkup.collector("http://127.0.0.1:1").level()).isEqualTo(Finding.Level.WARN);
        assertThat(Checkup.collector("no url").level()).isEqualTo(Finding.Level.WARN);
    }

    private static GetAccountSettingsResponse account(int concurrency, long usedPercent) {
        return GetAccountSettingsResponse.builder()
                .accountLimit(limit ->
                        limit.unreservedConcurrentExecutions(concurrency).totalCodeSize(1000L))
                .accountUsage(usage -> usage.totalCodeSize(usedPercent * 10))
                .build();
    }
}
