package dev.slipway.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.codebuild.Builds;
import dev.slipway.local.codebuild.EnvironmentVariable;
import dev.slipway.local.codebuild.HostSettings;
import dev.slipway.local.codebuild.Project;
import dev.slipway.local.codebuild.SourceObjects;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.AccessDenied;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.logs.LogDelivery;
import dev.slipway.local.s3.S3;
import dev.slipway.local.s3.objects.OpenObject;
import dev.slipway.local.stepfunctions.task.StartBuildSyncTask;
import dev.slipway.local.template.Account;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CodeBuild, with the projects that the template declares. */
final class BuildServices {
    /** Which builder a build takes, and how it finds a container engine or buildkitd that is not at its usual place. */
    private static final List<String> PASSED =
            List.of("SLIPWAY_BUILD_WITH", "BUILDKIT_HOST", "DOCKER_HOST", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY");

    private final Stack stack;
    private final Roles roles;
    private final Permissions permissions;
    private final Map<String, String> extras = new LinkedHashMap<>();
    private final Map<String, String> environment;

    /**
     * Prepares builds.
     *
     * @param environment of this process
     */
    BuildServices(
            Stack stack,
            Roles roles,
            Permissions permissions,
            Endpoints endpoints,
            String builderToken,
            Map<String, String> environment) {
        this.permissions = permissions;
        this.stack = stack;
        this.roles = roles;
        this.environment = environment;
        extras.putAll(endpoints.variables());
        extras.put("SLIPWAY_BUILDER", endpoints.builder());
        extras.put("SLIPWAY_BUILDER_TOKEN", builderToken);
        for (String name : PASSED) {
            String value = environment.get(name);
            if (value != null) {
                extras.put(name, value);
            }
        }
    }

    Builds open(Path folder, S3 s3, LogDelivery logs, EventSink bus, Clock clock) throws IOException {
        List<Project> projects = new ArrayList<>();
        Map<String, String> readers = new HashMap<>();
        stack.all(Declared.Project.class).forEach(project -> {
            projects.add(project(project));
            readers.put(project.sourceLocation(), project.roleArn());
        });
        // The JVM at hand, whether it is on the PATH or not.
        Path java = Path.of(System.getProperty("java.home"), "bin");
        // Named by it, the BuildKit daemon of one build is found by the next, and by who resets this cloud.
        extras.put("BUILDX_CONFIG", folder.resolve("buildx").toString());
        HostSettings host = new HostSettings(environment, List.of(java), () -> extras);
        Account account = stack.account();
        return new Builds(
                folder,
                projects,
                location -> find(s3, location, readers.getOrDefault(location, "")),
                host,
                logs,
                bus,
                clock,
                account.region(),
                account.id());
    }

    /** Lets Step Functions start builds in the name of a role, and hear of their end without polling. */
    StartBuildSyncTask.RunningBuild start(Builds builds, ObjectNode request, String roleArn) {
        String project = projectArn(request.path("projectName").asText());
        permissions.require(roleArn, Access.all(project, "codebuild:StartBuild"));
        ObjectNode build = builds.start(request, "states");
        String id = build.path("id").asText();
        return new StartBuildSyncTask.RunningBuild(
                build,
                builds.ended(id).thenApply(ended -> {
                    permissions.require(roleArn, Access.all(project, "codebuild:BatchGetBuilds"));
                    return ended;
                }),
                () -> {
                    permissions.require(roleArn, Access.all(project, "codebuild:StopBuild"));
                    builds.stop(id);
                });
    }

    private String projectArn(String name) {
        return stack.account().arn("codebuild", "project/" + name);
    }

    private Project project(Declared.Project project) {
        List<EnvironmentVariable> variables = new ArrayList<>();
        for (Declared.Variable variable : project.environment()) {
            variables.add(new EnvironmentVariable(variable.name(), variable.value(), variable.type()));
        }
        return new Project(
                project.name(),
                project.sourceLocation(),
                variables,
                project.environmentType(),
                project.computeType(),
                project.image(),
                project.roleArn(),
                roles.of(project.roleArn()),
                project.logGroup().orElse("/aws/codebuild/" + project.name()),
                project.timeoutMinutes(),
                project.queuedTimeoutMinutes());
    }

    private SourceObjects.Found find(S3 s3, String location, String roleArn) throws IOException {
        try {
            permissions.require(roleArn, Access.all("arn:aws:s3:::" + location, "s3:GetObject", "s3:GetObjectVersion"));
        } catch (AccessDenied e) {
            throw new IOException("AccessDenied: " + e.getMessage(), e);
        }
        int slash = location.indexOf('/');
        String bucket = location.substring(0, slash);
        String key = location.substring(slash + 1);
        try (OpenObject object = s3.open(bucket, key)) {
            return new SourceObjects.Found(object.object().etag(), () -> {
                OpenObject again = s3.open(bucket, key);
                return again.bytes(0, again.object().size());
            });
        }
    }
}
