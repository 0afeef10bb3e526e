package dev.slipway.plan.limits;

import java.util.Optional;
import java.util.Set;

/**
 * Which ports an app may listen on: Lambda runs it without the right to the lower ones, and takes two for itself (see the
 * <a href="https://aws.github.io/aws-lambda-web-adapter/">Lambda Web Adapter</a>).
 */
public final class PortLimits {
    private static final Set<Integer> TAKEN = Set.of(3000, 9001);
    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65535;

    private PortLimits() {}

    /** Says what is wrong with a port, or nothing. */
    public static Optional<String> problemOf(long port) {
        if (port < LOWEST || port > HIGHEST) {
            return Optional.of("must be " + LOWEST + " to " + HIGHEST + ", not " + port);
        }
        return TAKEN.contains((int) port)
                ? Optional.of("must not be " + port + ", which Lambda takes for itself")
                : Optional.empty();
    }
}
