package dev.slipway.local.registry;

import java.util.Optional;

/** Tells whom the user name and password of HTTP Basic authentication stand for, as those of ECR's token do. */
@FunctionalInterface
public interface CredentialsChecker {

    /** Returns the principal that the pair was given to, while it is good; compares in constant time. */
    Optional<String> principal(String user, String password);

    /** Tells whether a signature lets anybody who has it read what is at a path now. */
    default boolean acceptsLink(String path, String signature) {
        return false;
    }
}
