package dev.slipway.local;

import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.iam.Policy;
import dev.slipway.local.template.Account;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every role of the template credentials of its own and what its policies allow. The CLI may do what the template's
 * caller policy allows, as a person on AWS may; whoever looks around with other clients is the administrator.
 */
final class Roles {
    private final Map<String, Principal> byArn = new HashMap<>();
    /** Whom the container engine pulls images for: Lambda was asked whether it may when a function got its image. */
    static final String ENGINE = "engine";

    /** Output that names the policy for people. */
    private static final String CALLER_POLICY = "CallerPolicyArn";

    private final Principal cli;
    private final Principal administrator;

    /**
     * Grants what the stack says.
     *
     * @throws IllegalArgumentException where AWS would refuse to create a resource for what its role lacks
     */
    Roles(Stack stack, Principals principals, Permissions permissions) {
        Account account = stack.account();
        for (Declared.Role role : stack.all(Declared.Role.class)) {
            String session = "arn:aws:sts::%s:assumed-role/%s/local".formatted(account.id(), role.name());
            byArn.put(role.arn(), principals.ensure(role.logicalId(), session));
            for (Policy policy : policies(role, stack)) {
                permissions.grant(session, policy);
                // What services do in the name of a role is asked by the role itself.
                permissions.grant(role.arn(), policy);
            }
            role.trust().forEach(permissions::grant);
        }
        cli = principals.ensure("cli", "arn:aws:iam::" + account.id() + ":user/slipway-cli");
        permissions.grant(
                cli.arn(), managedPolicy(stack, stack.output(CALLER_POLICY).orElse("nothing")));
        administrator = principals.ensure("admin", "arn:aws:iam::" + account.id() + ":user/admin");
        permissions.grant(administrator.arn(), Policy.allowing("AdministratorAccess", "*"));
        permissions.grant(ENGINE, Policy.allowing("Pull", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"));
        stack.all(Declared.Repository.class)
                .forEach(repository -> repository.policies().forEach(permissions::grant));
        new ServiceRoles(stack, permissions).check();
    }

    private static List<Policy> policies(Declared.Role role, Stack stack) {
        List<Policy> policies = new ArrayList<>(List.of(role.policy()));
        role.managedPolicies().forEach(arn -> policies.add(managedPolicy(stack, arn)));
        return policies;
    }

    private static Policy managedPolicy(Stack stack, String arn) {
        return stack.all(Declared.ManagedPolicy.class).stream()
                .filter(policy -> policy.arn().equals(arn))
                .findFirst()
                .map(Declared.ManagedPolicy::policy)
                .orElseThrow(() -> new IllegalArgumentException("the template declares no policy " + arn));
    }

    Principal administrator() {
        return administrator;
    }

    Principal cli() {
        return cli;
    }

    /**
     * Returns who a function or a build runs as.
     *
     * @throws IllegalArgumentException where the template declares no such role
     */
    Principal of(String roleArn) {
        Principal principal = byArn.get(roleArn);
        if (principal == null) {
            throw new IllegalArgumentException("the template declares no role " + roleArn);
        }
        return principal;
    }
}
