package dev.slipway.events.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code builds/<app>/<deploymentId>/plan.json}: how a source is built and run.
 *
 * @param stack language of the source in lower case ({@code java}, {@code node}, {@code static}), or {@code dockerfile}
 * @param stackVersion version that the source asks for, or the default that was taken
 * @param rule which rule matched, as a person reads it: {@code one *.java with main, no build file}
 * @param reason what in the source made it match: {@code Hello.java:12}
 * @param dockerfile path below the context of the source's own Dockerfile; absent when it is generated
 * @param generatedDockerfile text of the generated Dockerfile; absent when the source has its own
 * @param generatedIgnore text of the generated Dockerfile's ignore file; absent when the source has its own
 * @param context folder of the build context below the root of the source, {@code .} for the root
 * @param target stage to build; absent for the last one
 * @param args build arguments
 * @param platform {@code linux/amd64} or {@code linux/arm64}; absent for that of the pipeline
 * @param secrets name of a secret mount to the name of the app's variable that holds its value
 * @param notes what a person should know of how it was chosen
 */
public record BuildPlan(
        int schema,
        String stack,
        @Nullable String stackVersion,
        String rule,
        String reason,
        @Nullable String dockerfile,
        @Nullable String generatedDockerfile,
        @Nullable String generatedIgnore,
        String context,
        @Nullable String target,
        Map<String, String> args,
        @Nullable String platform,
        Map<String, String> secrets,
        RunConfig run,
        List<String> notes) {
    public BuildPlan {
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(run, "run");
        args = Map.copyOf(args);
        secrets = Map.copyOf(secrets);
        notes = List.copyOf(notes);
        if ((dockerfile == null) == (generatedDockerfile == null)) {
            throw new IllegalArgumentException("either dockerfile or generatedDockerfile must be given");
        }
    }
}
