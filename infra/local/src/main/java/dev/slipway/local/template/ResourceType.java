package dev.slipway.local.template;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resource types that are implemented: how each is named, and what Ref and GetAtt answer for it. */
enum ResourceType {
    BUCKET("AWS::S3::Bucket", "BucketName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of(
                    "Arn",
                    "arn:aws:s3:::" + name,
                    "DomainName",
                    name + ".s3.amazonaws.com",
                    "RegionalDomainName",
                    name + ".s3." + stack.account().region() + ".amazonaws.com");
        }
    },
    REPOSITORY("AWS::ECR::Repository", "RepositoryName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            // The one value that differs from AWS: images are pushed to and pulled from the registry at hand.
            return Map.of(
                    "Arn",
                    stack.account().arn("ecr", "repository/" + name),
                    "RepositoryUri",
                    stack.registry() + "/" + name);
        }
    },
    PROJECT("AWS::CodeBuild::Project", "Name") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("Arn", stack.account().arn("codebuild", "project/" + name));
        }
    },
    FUNCTION("AWS::Serverless::Function", "FunctionName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("Arn", stack.account().arn("lambda", "function:" + name));
        }
    },
    STATE_MACHINE("AWS::Serverless::StateMachine", "Name") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("Arn", ref(name, stack), "Name", name);
        }

        @Override
        String ref(String name, StackSettings stack) {
            return stack.account().arn("states", "stateMachine:" + name);
        }
    },
    ROLE("AWS::IAM::Role", "RoleName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("Arn", stack.account().roleArn(name));
        }
    },
    MANAGED_POLICY("AWS::IAM::ManagedPolicy", "ManagedPolicyName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("PolicyArn", ref(name, stack));
        }

        @Override
        String ref(String name, StackSettings stack) {
            return stack.account().policyArn(name);
        }
    },
    QUEUE("AWS::SQS::Queue", "QueueName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("Arn", stack.account().arn("sqs", name), "QueueName", name);
        }
    },
    LOG_GROUP("AWS::Logs::LogGroup", "LogGroupName") {
        @Override
        Map<String, String> attributes(String name, StackSettings stack) {
            return Map.of("Arn", stack.account().arn("logs", "log-group:" + name + ":*"));
        }
    };

    private final String type;
    private final String nameProperty;

    ResourceType(String type, String nameProperty) {
        this.type = type;
        this.nameProperty = nameProperty;
    }

    static Optional<ResourceType> of(@Nullable String type) {
        for (ResourceType candidate : values()) {
            if (candidate.type.equals(type)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    String type() {
        return type;
    }

    /** Names the property that gives the resource its name; without it, CloudFormation makes one up. */
    String nameProperty() {
        return nameProperty;
    }

    /** What {@code !Ref} answers for a resource of this name. */
    String ref(String name, StackSettings stack) {
        return name;
    }

    /** What {@code !GetAtt} answers. */
    abstract Map<String, String> attributes(String name, StackSettings stack);
}
