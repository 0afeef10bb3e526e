package dev.slipway.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Everything;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import dev.slipway.local.lambda.zip.TestFunctions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/** The real SDK against the service behind the front door. */
final class LambdaIT {
    private static final String ECHO = "arn:aws:lambda:us-east-1:123456789012:function:echo:live";
    private final MemoryImages images = new MemoryImages();

    @TempDir
    Path folder;

    private LambdaFixture fixture;
    private FrontDoor front;
    private LambdaClient client;

    /** Answers with what it got. */
    private record Echo() implements FunctionRuntime {
        @Override
        public Outcome invoke(Invocation invocation) {
            return invocation.payload().contains("fail")
                    ? Outcome.failure("{\"errorType\":\"E\"}", "last line\n")
                    : Outcome.success(invocation.payload() + " ", "last line\n");
        }

        @Override
        public void prewarm() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        fixture = new LambdaFixture(folder, images);
        fixture.lambda.declare(TestFunctions.echo(3), new Echo());
        Principals principals = new Principals(folder.resolve("principals"));
        Principal cli = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        front = new FrontDoor(
                0, List.of(fixture.lambda), principals, Everything.allowedTo(cli.arn()), Clock.systemUTC(), "build");
        client = LambdaClient.builder()
                .endpointOverride(front.uri())
                .region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey())))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        front.close();
        fixture.close();
    }

    @Test
    void invoke_byArn_answersWithLogAndVersion() {
        InvokeResponse response = client.invoke(call ->
                call.functionName(ECHO).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String("{\"a\":\"ü\"}")));

        assertThat(response.payload().asUtf8String()).isEqualTo("{\"a\":\"ü\"} ");
        assertThat(response.executedVersion()).isEqualTo("1");
        assertThat(response.functionError()).isNull();
        assertThat(Base64.getDecoder().decode(response.logResult()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("last line\n");
    }

    @Test
    void invoke_failure_isUnhandled() {
        InvokeResponse response =
                client.invoke(call -> call.functionName("echo").payload(SdkBytes.fromUtf8String("\"fail\"")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isEqualTo("Unhandled");
    }

    @Test
    void invoke_eventAndDryRun_haveTheirStatuses() {
        assertThat(client.invoke(call -> call.functionName("echo").invocationType(InvocationType.EVENT))
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.invoke(call -> call.functionName("echo").invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void lifecycle_imageFunction_asTheSdkSeesIt() {
        String uri = images.add("one", List.of("/app/run"), MemoryImages.file("app/run", "#!/bin/sh\nexit 1\n"));

        assertThat(client.createFunction(call -> call.functionName("app")
                                .packageType(PackageType.IMAGE)
                                .role("arn:aws:iam::123456789012:role/AppRole")
                                .code(code -> code.imageUri(uri)))
                        .state())
                .isEqualTo(State.PENDING);
        client.waiter().waitUntilFunctionActiveV2(call -> call.functionName("app"));
        String version = client.updateFunctionCode(
                        call -> call.functionName("app").imageUri(uri).publish(true))
                .version();
        client.waiter()
                .waitUntilPublishedVersionActive(
                        call -> call.functionName("app").qualifier(version));
        client.createAlias(call -> call.functionName("app").name("live").functionVersion(version));

        assertThat(client.getFunction(call -> call.functionName("app").qualifier("live"))
                        .configuration())
                .extracting(FunctionConfiguration::version, FunctionConfiguration::functionArn)
                .containsExactly("1", "arn:aws:lambda:us-east-1:123456789012:function:app:live");
        assertThat(client.listFunctionsPaginator().functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("app", "echo");
        assertThat(client.createFunctionUrlConfig(call ->
                                call.functionName("app").qualifier("live").authType(FunctionUrlAuthType.NONE))
                        .functionUrl())
                .matches("http://127\\.0\\.0\\.1:[0-9]+/");
    }

    @Test
    void refusals_areTheSdksOwnExceptions() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.getFunction(call -> call.functionName("none")))
                .withMessageStartingWith("Function not found: arn:aws:lambda:us-east-1:123456789012:function:none");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> client.updateAlias(call -> call.functionName("echo")
                        .name("live")
                        .functionVersion("1")
                        .revisionId("old")));
    }
}
