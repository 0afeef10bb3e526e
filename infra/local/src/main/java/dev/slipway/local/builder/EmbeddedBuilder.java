package dev.slipway.local.builder;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.function.Supplier;

/** Builds images of Dockerfiles that only copy, and pushes them to the local registry. Several builds at once. */
public final class EmbeddedBuilder {
    /** What BuildKit does with SOURCE_DATE_EPOCH, we do always: a fixed time makes a layer depend on its files alone. */
    private static final Instant NO_TIME = Instant.EPOCH;

    private final Path scratch;
    private final String registry;
    private final Supplier<String> password;
    private final Clock clock;
    private final FailoverHttpClient http = new PlainHttp();

    /**
     * Prepares to build.
     *
     * @param folder for what a build needs while it runs
     * @param registry the only one it pushes to, {@code 127.0.0.1:<port>}
     * @param password gives a password for the registry's user {@code AWS}
     */
    public EmbeddedBuilder(Path folder, String registry, Supplier<String> password, Clock clock) throws IOException {
        this.scratch = folder.resolve("scratch");
        // Left by a process that was killed.
        WholeFile.removeTree(scratch);
        Files.createDirectories(scratch);
        this.registry = registry;
        this.password = password;
        this.clock = clock;
    }

    /** Builds, writing progress as it goes and the outcome last; a failed build is an outcome. */
    void build(BuildRequest request, OutputStream out) throws IOException {
        Progress progress = new Progress(out, clock);
        Path own = Files.createTempDirectory(scratch, "build");
        try {
            progress.metadata(build(request, progress, own));
        } catch (BuildFailure failure) {
            progress.error(failure);
        } catch (IllegalArgumentException wrong) {
            progress.error(new BuildFailure(String.valueOf(wrong.getMessage()), "correct the Dockerfile", wrong));
        } finally {
            WholeFile.removeTree(own);
        }
    }

    private com.fasterxml.jackson.databind.node.ObjectNode build(BuildRequest request, Progress progress, Path own)
            throws IOException {
        ImageReference image = reference(request.image());
        TargetRegistry target = new TargetRegistry(http, registry, image.getRepository(), "AWS", password.get());
        Layers layers = new Layers(target, own, Date.from(NO_TIME));
        String architecture = architecture();
        StageBuild built = new ImageBuild(request, progress, layers).run(architecture);
        String tag = image.getTag().orElse("latest");
        return new ImageExport(built, architecture, NO_TIME).push(target, request.image(), tag, progress);
    }

    private ImageReference reference(String text) {
        try {
            ImageReference image = ImageReference.parse(text);
            if (image.getRegistry().equals(registry)) {
                return image;
            }
        } catch (InvalidImageReferenceException e) {
            throw new BuildFailure("invalid image reference " + text, "use <registry>/<repository>:<tag>", e);
        }
        throw new BuildFailure(
                "image %s is not in the local registry %s".formatted(text, registry),
                "the embedded builder pushes to the local registry only");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "amd64").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm64" : "amd64";
    }
}
