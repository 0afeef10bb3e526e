package dev.slipway.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resource as the template declares it, with everything resolved. */
public sealed interface Declared {

    /** Name of the resource in the template. */
    String logicalId();

    /** Its type after SAM's transform, as ListStackResources shows it. */
    String type();

    /** What {@code !Ref} answers. */
    String physicalId();

    /**
     * A bucket.
     *
     * @param raisesEvents whether it sends its events to EventBridge
     */
    record Bucket(String logicalId, String name, boolean raisesEvents) implements Declared {
        @Override
        public String type() {
            return "AWS::S3::Bucket";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /**
     * An image repository.
     *
     * @param mutability as ECR names it: MUTABLE, IMMUTABLE, IMMUTABLE_WITH_EXCLUSION
     * @param exclusions wildcards of tags that may move where the mutability has exclusions
     * @param policies what it lets services do, by service principal
     */
    record Repository(
            String logicalId,
            String name,
            String uri,
            String mutability,
            List<String> exclusions,
            Map<String, Policy> policies)
            implements Declared {
        public Repository {
            exclusions = List.copyOf(exclusions);
            policies = Map.copyOf(policies);
        }

        @Override
        public String type() {
            return "AWS::ECR::Repository";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /**
     * A CodeBuild project.
     *
     * @param sourceLocation bucket and key of the zip, joined by a slash
     * @param environmentType reported, like the compute type and the image, and of no effect here
     * @param logGroup empty for CodeBuild's own
     */
    record Project(
            String logicalId,
            String name,
            String description,
            String roleArn,
            int timeoutMinutes,
            int queuedTimeoutMinutes,
            String sourceLocation,
            List<Variable> environment,
            String environmentType,
            String computeType,
            String image,
            Optional<String> logGroup)
            implements Declared {
        public Project {
            environment = List.copyOf(environment);
        }

        @Override
        public String type() {
            return "AWS::CodeBuild::Project";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /** A variable of a build; the type is PLAINTEXT unless the template says otherwise. */
    record Variable(String name, String value, String type) {}

    /**
     * A zip function.
     *
     * @param codeUri as written, relative to the template
     * @param traced whether it sends segments to X-Ray
     * @param onFailure ARN of the queue for events that it failed to take; empty where it has none
     * @param alias what SAM publishes each version under; empty where the function has none
     */
    record Function(
            String logicalId,
            String name,
            String arn,
            String description,
            String handler,
            String runtime,
            String codeUri,
            int memoryMiB,
            int timeoutSeconds,
            String roleArn,
            String logGroup,
            Map<String, String> environment,
            boolean traced,
            Optional<String> onFailure,
            Optional<String> alias)
            implements Declared {
        public Function {
            environment = Map.copyOf(environment);
        }

        @Override
        public String type() {
            return "AWS::Lambda::Function";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /** The alias that SAM makes for a function. */
    record Alias(String logicalId, String physicalId) implements Declared {
        @Override
        public String type() {
            return "AWS::Lambda::Alias";
        }
    }

    /**
     * A standard workflow.
     *
     * @param definition JSON text with its substitutions made
     * @param logged whether its executions' events go to a log group
     * @param traced whether it sends segments to X-Ray
     */
    record StateMachine(
            String logicalId,
            String name,
            String arn,
            String definition,
            String roleArn,
            boolean logged,
            boolean traced)
            implements Declared {
        @Override
        public String type() {
            return "AWS::StepFunctions::StateMachine";
        }

        @Override
        public String physicalId() {
            return arn;
        }
    }

    /**
     * A role, which has credentials of its own.
     *
     * @param policy what it may do by its own policies
     * @param managedPolicies ARNs of those that it has besides
     * @param trust who may run as it and on which conditions, by service or identity provider
     */
    record Role(
            String logicalId,
            String name,
            String arn,
            Policy policy,
            List<String> managedPolicies,
            Map<String, Policy> trust)
            implements Declared {
        public Role {
            managedPolicies = List.copyOf(managedPolicies);
            trust = Map.copyOf(trust);
        }

        @Override
        public String type() {
            return "AWS::IAM::Role";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /** A policy that stands by itself, for whoever an account's owner gives it to. */
    record ManagedPolicy(String logicalId, String arn, Policy policy) implements Declared {
        @Override
        public String type() {
            return "AWS::IAM::ManagedPolicy";
        }

        @Override
        public String physicalId() {
            return arn;
        }
    }

    /** A log group. */
    record LogGroup(String logicalId, String name) implements Declared {
        @Override
        public String type() {
            return "AWS::Logs::LogGroup";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /**
     * A rule of the default bus, which SAM makes of a function's event.
     *
     * @param pattern null for a schedule
     * @param schedule null for a pattern
     * @param target ARN of what it invokes
     * @param input constant payload in place of the event; null for the event
     */
    record Rule(
            String logicalId,
            String name,
            @Nullable JsonNode pattern,
            @Nullable String schedule,
            String target,
            String targetId,
            @Nullable String input,
            int maximumRetryAttempts,
            int maximumEventAgeSeconds)
            implements Declared {
        @Override
        public String type() {
            return "AWS::Events::Rule";
        }

        @Override
        public String physicalId() {
            return name;
        }
    }

    /** A resource without local effect. */
    record Inert(String logicalId, String type, String physicalId) implements Declared {}
}
