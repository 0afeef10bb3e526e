package dev.slipway.cli.local;

import dev.slipway.cli.failure.CliFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this Slipway was built: the parts that the local cloud is started from.
 *
 * @param root of the repository
 */
public record Installation(Path root) {
    /** Returns the installation that the launcher script started this process from. */
    public static Optional<Installation> ofProcess() {
        @Nullable String root = System.getProperty("slipway.root");
        return Optional.ofNullable(root).map(Path::of).map(Installation::new);
    }

    Path jar() {
        return root.resolve("infra/local/target/slipway-local.jar");
    }

    /** Returns the folder of the template and what it names. */
    public Path infra() {
        return root.resolve("infra");
    }

    /** Returns what the steps run from. */
    public Path functionsJar() {
        return root.resolve("functions/steps/target/functions.jar");
    }

    /** Returns a text that changes with what the local cloud would run. */
    String buildId() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path part : parts()) {
                BasicFileAttributes attributes = Files.readAttributes(part, BasicFileAttributes.class);
                String line = root.relativize(part) + " " + attributes.size() + " "
                        + attributes.lastModifiedTime().toMillis() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw CliFailure.usage(
                    "failed to find the local cloud: " + e.getMessage() + " is missing",
                    "build the project: mvn -DskipTests package");
        }
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> codebuild = Files.list(infra().resolve("codebuild"))) {
            return Stream.concat(
                            Stream.of(
                                    jar(),
                                    functionsJar(),
                                    infra().resolve("template.yaml"),
                                    infra().resolve("deploy.asl.json")),
                            codebuild.sorted())
                    .toList();
        }
    }
}
