package dev.slipway.cli.emulator;

import dev.slipway.events.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Brings a pipeline's stack to a cloud that has none. */
final class Stacks {
    private static final String CODE = "slipway-code";

    private static final Map<String, Object> ASSUMED_BY_LAMBDA = Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            Map.of(
                    "Effect", "Allow",
                    "Principal", Map.of("Service", "lambda.amazonaws.com"),
                    "Action", "sts:AssumeRole"));

    private final Cloud cloud;
    private final Path repository;

    Stacks(Cloud cloud, Path repository) {
        this.cloud = cloud;
        this.repository = repository;
    }

    /** Creates what the template declares, by a change set as a person would look at, and waits for it. */
    void create(String pipeline, Map<String, String> parameters) throws IOException {
        try (S3Client s3 = cloud.client(S3Client.builder().forcePathStyle(true));
                CloudFormationClient cloudFormation = cloud.client(CloudFormationClient.builder())) {
            s3.createBucket(call -> call.bucket(CODE));
            put(s3, "functions.jar", repository.resolve("functions/steps/target/functions.jar"));
            put(s3, "deploy.asl.json", repository.resolve("infra/deploy.asl.json"));
            String template = Files.readString(repository.resolve("infra/template.yaml"))
                    .replace("../functions/steps/target/functions.jar", "s3://" + CODE + "/functions.jar")
                    .replace("DefinitionUri: deploy.asl.json", "DefinitionUri: s3://" + CODE + "/deploy.asl.json");
            s3.putObject(call -> call.bucket(CODE).key("template.yaml"), RequestBody.fromString(template));
            String stack = "slipway-" + pipeline;
            Map<String, String> all = new LinkedHashMap<>(parameters);
            all.put("Pipeline", pipeline);
            all.put("CodeBucket", CODE);
            cloudFormation.createChangeSet(call -> call.stackName(stack)
                    .changeSetName("create")
                    .changeSetType(ChangeSetType.CREATE)
                    .templateURL(cloud.s3() + "/" + CODE + "/template.yaml")
                    .capabilities(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                    .parameters(all.entrySet().stream()
                            .map(entry -> software.amazon.awssdk.services.cloudformation.model.Parameter.builder()
                                    .parameterKey(entry.getKey())
                                    .parameterValue(entry.getValue())
                                    .build())
                            .toList()));
            cloudFormation
                    .waiter()
                    .waitUntilChangeSetCreateComplete(
                            call -> call.stackName(stack).changeSetName("create"));
            cloudFormation.executeChangeSet(call -> call.stackName(stack).changeSetName("create"));
            cloudFormation.waiter().waitUntilStackCreateComplete(call -> call.stackName(stack));
        }
    }

    /**
     * Creates a stack with a bucket, the role of apps and the outputs of a pipeline, and the state machine beside it, where the transform or a
     * resource type of the template is not to be had.
     */
    void pretend(String pipeline) throws IOException {
        String definition = definition();
        String machine;
        try (SfnClient states = cloud.client(SfnClient.builder())) {
            machine = states.createStateMachine(call -> call.name("slipway-" + pipeline)
                            .roleArn("arn:aws:iam::000000000000:role/deploy")
                            .definition(definition))
                    .stateMachineArn();
        }
        String account = machine.split(":", -1)[4];
        String function = "arn:aws:lambda:us-east-1:" + account + ":function:slipway_" + pipeline + "_";
        Map<String, String> outputs = Map.of(
                "Pipeline", pipeline,
                "RecordSchema", "1",
                "StateMachineArn", machine,
                "BuildProject", "slipway-" + pipeline,
                "BuildLogGroup", "/aws/codebuild/slipway-" + pipeline,
                "ImageRepositoryUri", account + ".dkr.ecr.us-east-1.amazonaws.com/slipway-" + pipeline,
                "CreateDeploymentFunction", function + "create_deployment:live",
                "RecordOutcomeFunction", function + "record_outcome:live",
                "ReportSpansFunction", function + "report_spans:live",
                "AppFunctionPrefix", "slipway-" + pipeline + "-");
        Map<String, Object> declared = new LinkedHashMap<>();
        outputs.forEach((name, value) -> declared.put(name, Map.of("Value", value)));
        declared.put("Bucket", Map.of("Value", Map.of("Ref", "PipelineBucket")));
        Map<String, Object> bucket = Map.of(
                "Type", "AWS::S3::Bucket", "Properties", Map.of("BucketName", "slipway-" + pipeline + "-" + account));
        Map<String, Object> role = Map.of(
                "Type",
                "AWS::IAM::Role",
                "Properties",
                Map.of("RoleName", "app", "AssumeRolePolicyDocument", ASSUMED_BY_LAMBDA));
        String template = Codec.write(
                Map.of("Resources", Map.of("PipelineBucket", bucket, "AppRole", role), "Outputs", declared));
        try (CloudFormationClient cloudFormation = cloud.client(CloudFormationClient.builder())) {
            cloudFormation.createStack(call -> call.stackName("slipway-" + pipeline)
                    .capabilities(Capability.CAPABILITY_NAMED_IAM)
                    .templateBody(template));
            cloudFormation.waiter().waitUntilStackCreateComplete(call -> call.stackName("slipway-" + pipeline));
        }
    }

    private String definition() throws IOException {
        return Files.readString(repository.resolve("infra/deploy.asl.json"))
                .replaceAll("\\$\\{(\\w+)}", "arn:aws:lambda:us-east-1:000000000000:function:$1");
    }

    private static void put(S3Client s3, String key, Path file) {
        s3.putObject(call -> call.bucket(CODE).key(key), RequestBody.fromFile(file));
    }
}
