package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.AccessRecorder;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.template.Account;
import dev.slipway.local.template.Stack;
import dev.slipway.local.template.StackReader;
import dev.slipway.local.template.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real template with one thing of a role taken away is not stood up, as AWS would not create it. */
class ServiceRolesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SetupRole  | Service: lambda.amazonaws.com    | The role defined for the function cannot be assumed by Lambda.
            DeployRole | Service: states.amazonaws.com    | Neither the global service principal states.amazonaws.com
            BuildRole  | Service: codebuild.amazonaws.com | CodeBuild is not authorized to perform: sts:AssumeRole on
            """)
    void roles_trustNamesAnotherService_areRefused(String role, String trusted, String refusal) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standUp(role, trusted, "Service: ec2.amazonaws.com"))
                .withMessageContaining(refusal);
    }

    @Test
    void roles_destinationOfFailedEventsNotAllowed_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standUp("LauncherRole", "[sqs:SendMessage]", "[sqs:ReceiveMessage]"))
                .withMessage(
                        "LauncherFunction: The function's execution role does not have permissions to call SendMessage on"
                                + " arn:aws:sqs:us-east-1:123456789012:slipway-local-dead-letters");
    }

    private void standUp(String role, String there, String instead) throws IOException {
        Path infra = Path.of("..");
        String template = Files.readString(infra.resolve("template.yaml"));
        int from = template.indexOf("\n  " + role + ":");
        String changed = template.substring(0, from) + template.substring(from).replaceFirst(quoted(there), instead);
        Files.copy(infra.resolve("deploy.asl.json"), folder.resolve("deploy.asl.json"));
        Stack stack = StackReader.read(
                Files.writeString(folder.resolve("template.yaml"), changed),
                new StackSettings(
                        "slipway-local",
                        new Account(Account.LOCAL_ID, "us-east-1"),
                        "127.0.0.1:5000",
                        Map.of("Pipeline", "local", "CodeBucket", "code")));
        new Roles(stack, new Principals(folder.resolve("principals")), new Permissions(AccessRecorder.NONE));
    }

    private static String quoted(String text) {
        return java.util.regex.Pattern.quote(text);
    }
}
