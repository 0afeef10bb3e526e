package dev.slipway.local.registry;

/** Decides whether a user name and password of HTTP Basic authentication are good, as those of ECR's token are. */
@FunctionalInterface
public interface CredentialsChecker {

    /** Tells whether the pair is good now; compares in constant time. */
    boolean accepts(String user, String password);

    /** Tells whether a signature lets anybody who has it read what is at a path now. */
    default boolean acceptsLink(String path, String signature) {
        return false;
    }
}
