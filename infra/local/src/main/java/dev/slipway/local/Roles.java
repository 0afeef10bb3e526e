package dev.slipway.local;

import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.template.Account;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.util.HashMap;
import java.util.Map;

/** Gives every role of the template credentials of its own, and the person at the CLI theirs. */
final class Roles {
    private final Map<String, Principal> byArn = new HashMap<>();
    private final Principal cli;

    Roles(Stack stack, Principals principals) {
        Account account = stack.account();
        for (Declared.Role role : stack.all(Declared.Role.class)) {
            String session = "arn:aws:sts::%s:assumed-role/%s/local".formatted(account.id(), role.name());
            byArn.put(role.arn(), principals.ensure(role.logicalId(), session));
        }
        cli = principals.ensure("cli", "arn:aws:iam::" + account.id() + ":user/slipway-cli");
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
