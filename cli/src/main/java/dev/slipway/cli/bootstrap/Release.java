package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this installation brings to AWS. Files stand in the code bucket under the hash of what is in them, so that equal
 * ones are uploaded once and an older stack keeps its own.
 */
public final class Release {
    /** Parameters that a published version of a function does not depend on, or that tell of its code once more. */
    private static final String[] NOT_OF_FUNCTIONS = {"CodeBuildKey", "CodeBucket", "Version"};

    private static final int SHOWN_DIGITS = 8;

    private final PipelineTemplate template;
    private final Artifact functions;
    private final Artifact workflow;
    private final BuildCode build;
    private final String buildKey;
    private final String version;

    private Release(Installation installation) throws IOException {
        Path infra = installation.infra();
        this.template = new PipelineTemplate(Files.readString(infra.resolve("template.yaml")));
        this.functions = artifact("functions/", installation.functionsJar(), ".jar");
        this.workflow = artifact("workflow/", infra.resolve("deploy.asl.json"), ".asl.json");
        this.build = new BuildCode(infra.resolve("codebuild"), installation.functionsJar());
        this.buildKey = "codebuild/" + build.hash() + ".zip";
        String all = Digests.of(template.text() + functions.key() + workflow.key() + buildKey);
        @Nullable String numbered = Release.class.getPackage().getImplementationVersion();
        this.version = (numbered == null ? "0" : numbered) + "+" + all.substring(0, SHOWN_DIGITS);
    }

    /** Reads what was built, and hashes it. */
    public static Release of(Installation installation) {
        try {
            return new Release(installation);
        } catch (IOException e) {
            throw CliFailure.usage(
                    "failed to find what to bring to AWS: " + e.getMessage() + " is missing",
                    "build the project: mvn -DskipTests package");
        }
    }

    private static Artifact artifact(String folder, Path file, String suffix) throws IOException {
        return new Artifact(folder + Digests.of(file) + suffix, file);
    }

    /** Returns the version of this command, and after a plus sign (semver.org) a hash of all that it brings. */
    public String version() {
        return version;
    }

    PipelineTemplate template() {
        return template;
    }

    Artifact functions() {
        return functions;
    }

    Artifact workflow() {
        return workflow;
    }

    String buildKey() {
        return buildKey;
    }

    BuildCode build() {
        return build;
    }

    /** Returns the template for a bucket that the artifacts are in and a stack with these parameters. */
    String packaged(String bucket, Map<String, String> parameters) {
        Map<String, String> settings = new TreeMap<>(parameters);
        for (String name : NOT_OF_FUNCTIONS) {
            settings.remove(name);
        }
        String hash = Digests.of(template.text() + functions.key() + settings);
        String location = "s3://" + bucket + "/";
        return template.packaged(location + functions.key(), location + workflow.key(), hash);
    }
}
