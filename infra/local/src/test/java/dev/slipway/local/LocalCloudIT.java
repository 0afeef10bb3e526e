package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Stands the project's own template up and describes it with the real clients. */
class LocalCloudIT {
    private static final String BUCKET = "slipway-local-123456789012-us-east-1";
    private static final String FRONT = "AWS_ENDPOINT_URL";

    @TempDir
    private static Path folder;

    private static CloudProcess cloud;

    @BeforeAll
    static void start() throws IOException {
        cloud = CloudProcess.start(folder.resolve("home"), "--build-id", "b1").ready();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(cloud.stop(Duration.ofSeconds(10))).isTrue();
        assertThat(folder.resolve("home/cloud.json")).doesNotExist();
        assertThat(cloud.log()).isEmpty();
    }

    @Test
    void describeStacks_listsOutputsOfTheTemplate() throws IOException {
        try (CloudFormationClient client = cloud.client(CloudFormationClient.builder(), FRONT)) {
            var stack = client.describeStacks(request -> request.stackName("slipway-local"))
                    .stacks()
                    .get(0);
            assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
            assertThat(stack.outputs())
                    .extracting(Output::outputKey, Output::outputValue)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("Bucket", BUCKET),
                            org.assertj.core.groups.Tuple.tuple(
                                    "StateMachineArn",
                                    "arn:aws:states:us-east-1:123456789012:stateMachine:slipway-local"));
            assertThat(client.listStackResources(request -> request.stackName("slipway-local"))
                            .stackResourceSummaries())
                    .anySatisfy(resource -> {
                        assertThat(resource.logicalResourceId()).isEqualTo("SetupFunctionAliaslive");
                        assertThat(resource.resourceType()).isEqualTo("AWS::Lambda::Alias");
                    });
            assertThatThrownBy(() -> client.describeStacks(request -> request.stackName("other")))
                    .isInstanceOfSatisfying(CloudFormationException.class, e -> {
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
                        assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Stack with id other does not exist");
                    });
        }
    }

    @Test
    void listFunctions_listsEveryStepWithItsAlias() throws IOException {
        try (LambdaClient client = cloud.client(LambdaClient.builder(), FRONT)) {
            assertThat(client.listFunctions().functions())
                    .extracting(FunctionConfiguration::functionName)
                    .contains("slipway_local_setup", "slipway_local_launcher")
                    .hasSize(9);
            var alias = client.getAlias(
                    request -> request.functionName("slipway_local_setup").name("live"));
            assertThat(alias.functionVersion()).isEqualTo("1");
        }
    }

    @Test
    void listStateMachines_listsTheWorkflow() throws IOException {
        try (SfnClient client = cloud.client(SfnClient.builder(), FRONT)) {
            var machine = client.listStateMachines().stateMachines().get(0);
            assertThat(machine.name()).isEqualTo("slipway-local");
            assertThat(client.describeStateMachine(request -> request.stateMachineArn(machine.stateMachineArn()))
                            .definition())
                    .contains("function:slipway_local_setup:live");
        }
    }

    @Test
    void listRules_listsTheEventsOfTheFunctions() throws IOException {
        try (EventBridgeClient client = cloud.client(EventBridgeClient.builder(), FRONT)) {
            assertThat(client.listRules(request -> {}).rules()).hasSize(5);
            var targets = client.listTargetsByRule(request -> request.rule("slipway-local-upload"))
                    .targets();
            assertThat(targets.get(0).arn()).endsWith(":function:slipway_local_s3_trigger:live");
            assertThat(targets.get(0).retryPolicy().maximumRetryAttempts()).isEqualTo(20);
        }
    }

    @Test
    void projectsAndRepositories_areThere() throws IOException {
        try (CodeBuildClient builds = cloud.client(CodeBuildClient.builder(), FRONT);
                EcrClient images = cloud.client(EcrClient.builder(), FRONT)) {
            String uri = images.describeRepositories().repositories().get(0).repositoryUri();
            assertThat(uri).isEqualTo(cloud.description().path("registry").asText() + "/slipway-local");
            assertThat(builds.batchGetProjects(request -> request.names("slipway-local"))
                            .projects()
                            .get(0)
                            .environment()
                            .environmentVariables())
                    .contains(EnvironmentVariable.builder()
                            .name("SLIPWAY_REPOSITORY_URI")
                            .value(uri)
                            .type("PLAINTEXT")
                            .build());
        }
    }

    @Test
    void cloudFile_isForItsOwnerOnlyAndNamesTheBuild() throws Exception {
        JsonNode description = cloud.description();
        Path file = folder.resolve("home/cloud.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        URI health = URI.create(description.path("endpoint").asText() + "/_slipway/health");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"buildId\":\"b1\"}");
        try (StsClient client = cloud.client(StsClient.builder(), FRONT)) {
            assertThat(client.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:user/admin");
        }
    }

    @Test
    void start_secondOnTheSameHome_isRefused() throws Exception {
        CloudProcess second = CloudProcess.start(folder.resolve("home"));
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.log()).contains("another one runs on", "slipway local stop");
        assertThat(folder.resolve("home/cloud.json")).exists();
    }

    @Test
    void start_templateNotImplemented_saysWhere(@TempDir Path infra) throws Exception {
        String template = Files.readString(Path.of("..", "template.yaml"));
        Files.writeString(
                infra.resolve("template.yaml"), template.replace("AWS::CodeBuild::Project", "AWS::DynamoDB::Table"));
        CloudProcess refused = CloudProcess.start(infra.resolve("home"), "--infra", infra.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.log().strip())
                .matches(
                        "failed to read template.yaml, line \\d+: resource type not implemented: AWS::DynamoDB::Table");
    }

    @Test
    void kill_thenStart_keepsAddressesCredentialsAndData(@TempDir Path other) throws Exception {
        CloudProcess first = CloudProcess.start(other.resolve("home")).ready();
        JsonNode before = first.description();
        try (S3Client s3 = first.client(S3Client.builder().forcePathStyle(true), "AWS_ENDPOINT_URL_S3");
                CloudWatchLogsClient logs = first.client(CloudWatchLogsClient.builder(), FRONT)) {
            s3.putObject(request -> request.bucket(BUCKET).key("apps/hello/app.json"), RequestBody.fromString("{}"));
            logs.createLogStream(request ->
                    request.logGroupName("/aws/codebuild/slipway-local").logStreamName("b"));
            logs.putLogEvents(request -> request.logGroupName("/aws/codebuild/slipway-local")
                    .logStreamName("b")
                    .logEvents(InputLogEvent.builder()
                            .timestamp(1L)
                            .message("kept")
                            .build()));
        }
        first.kill();
        CloudProcess next = CloudProcess.start(other.resolve("home")).ready();
        assertThat(next.description().path("exports")).isEqualTo(before.path("exports"));
        assertThat(next.description().path("pid")).isNotEqualTo(before.path("pid"));
        try (S3Client s3 = next.client(S3Client.builder().forcePathStyle(true), "AWS_ENDPOINT_URL_S3");
                CloudWatchLogsClient logs = next.client(CloudWatchLogsClient.builder(), FRONT)) {
            assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).contains(BUCKET, "slipway-code-local");
            assertThat(s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("apps/hello/app.json"))
                            .asUtf8String())
                    .isEqualTo("{}");
            assertThat(logs.filterLogEvents(request -> request.logGroupName("/aws/codebuild/slipway-local"))
                            .events())
                    .extracting(FilteredLogEvent::message)
                    .containsExactly("kept");
        }
        assertThat(next.stop(Duration.ofSeconds(10))).isTrue();
    }
}
