package dev.slipway.local;

import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.util.List;

/** Checks that roles trust the service that runs as them and allow what it asks when it is given them. */
final class ServiceRoles {
    private static final List<Access> SEGMENTS = Access.all("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords");
    private static final List<Access> LOG_DELIVERY = Access.all(
            "*",
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups");
    private static final String MANAGED_RULE = "rule/StepFunctionsGetEventForCodeBuildStartBuildRule";

    private final Stack stack;
    private final Permissions permissions;

    ServiceRoles(Stack stack, Permissions permissions) {
        this.stack = stack;
        this.permissions = permissions;
    }

    /**
     * Checks all roles.
     *
     * @throws IllegalArgumentException the words with which AWS refuses the resource
     */
    void check() {
        for (Declared.Function function : stack.all(Declared.Function.class)) {
            requireTrust(
                    function,
                    function.roleArn(),
                    "lambda.amazonaws.com",
                    "The role defined for the function cannot be assumed by Lambda.");
            function.onFailure()
                    .ifPresent(queue -> require(
                            function,
                            function.roleArn(),
                            Access.all(queue, "sqs:SendMessage"),
                            "The function's execution role does not have permissions to call SendMessage on " + queue));
            if (function.traced()) {
                require(
                        function,
                        function.roleArn(),
                        SEGMENTS,
                        "The provided execution role does not have permissions to call PutTraceSegments on XRAY");
            }
        }
        for (Declared.StateMachine machine : stack.all(Declared.StateMachine.class)) {
            check(machine);
        }
        for (Declared.Project project : stack.all(Declared.Project.class)) {
            requireTrust(
                    project,
                    project.roleArn(),
                    "codebuild.amazonaws.com",
                    "CodeBuild is not authorized to perform: sts:AssumeRole on " + project.roleArn());
        }
    }

    private void check(Declared.StateMachine machine) {
        requireTrust(
                machine,
                machine.roleArn(),
                "states.amazonaws.com",
                "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume"
                        + " the provided role.");
        if (machine.definition().contains("codebuild:startBuild.sync")) {
            String rule = stack.account().arn("events", MANAGED_RULE);
            require(
                    machine,
                    machine.roleArn(),
                    Access.all(rule, "events:PutTargets", "events:PutRule", "events:DescribeRule"),
                    "'" + machine.roleArn() + "' is not authorized to create managed-rule.");
        }
        if (machine.logged()) {
            require(
                    machine,
                    machine.roleArn(),
                    LOG_DELIVERY,
                    "The state machine IAM Role is not authorized to access the Log Destination");
        }
        if (machine.traced()) {
            require(
                    machine,
                    machine.roleArn(),
                    SEGMENTS,
                    "The state machine IAM Role is not authorized to access X-Ray");
        }
    }

    private void requireTrust(Declared resource, String roleArn, String service, String refusal) {
        require(resource, service, List.of(Access.of("sts:AssumeRole", roleArn)), refusal);
    }

    private void require(Declared resource, String principal, List<Access> needed, String refusal) {
        if (!needed.stream().allMatch(access -> permissions.allows(principal, access))) {
            throw new IllegalArgumentException(resource.logicalId() + ": " + refusal);
        }
    }
}
