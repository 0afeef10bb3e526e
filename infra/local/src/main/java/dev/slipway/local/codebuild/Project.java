package dev.slipway.local.codebuild;

import dev.slipway.local.front.Principal;
import java.util.List;

/**
 * A build project as the template declares it.
 *
 * @param source S3 location of the zip with the buildspec, {@code <bucket>/<key>}
 * @param role whose credentials a build runs with
 * @param environmentType such as {@code LINUX_CONTAINER}; reported, of no effect here
 */
public record Project(
        String name,
        String source,
        List<EnvironmentVariable> environment,
        String environmentType,
        String computeType,
        String image,
        String serviceRole,
        Principal role,
        String logGroup,
        int timeoutMinutes,
        int queuedTimeoutMinutes) {

    public Project {
        environment = List.copyOf(environment);
    }
}
