package dev.slipway.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sfn.model.SfnException;

class PipelineFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "Unable to load region from any of the providers in the chain Chain@1: [...], no AWS region is set",
        "Unable to load credentials from any of the providers in the chain, there are no AWS credentials"
    })
    void of_missingConfiguration_saysOnlyWhatIsMissing(String message, String cause) {
        CliFailure failure = PipelineFailures.of(SdkClientException.create(message));

        assertThat(failure).hasMessage("failed to reach the pipeline: " + cause);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void of_refusedConnection_namesTheRoot() {
        CliFailure failure = PipelineFailures.of(SdkClientException.create(
                "Unable to execute HTTP request", new ConnectException("Connection refused")));

        assertThat(failure).hasMessage("failed to reach the pipeline: Connection refused");
    }

    @Test
    void of_expiredToken_saysToSignIn() {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .serviceName("Sfn")
                .errorCode("ExpiredTokenException")
                .errorMessage("The security token included in the request is expired")
                .build();

        CliFailure failure = PipelineFailures.of(
                SfnException.builder().awsErrorDetails(details).build());

        assertThat(failure.getMessage()).startsWith("failed to call Sfn: ExpiredTokenException: The security token");
        assertThat(failure.hint()).contains("your credentials have expired: sign in again");
    }
}
