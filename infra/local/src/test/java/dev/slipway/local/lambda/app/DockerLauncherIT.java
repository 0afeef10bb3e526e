package dev.slipway.local.lambda.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.local.lambda.MemoryImages;
import dev.slipway.local.lambda.image.DockerArchive;
import dev.slipway.local.lambda.image.Image;
import dev.slipway.local.lambda.image.Images;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers on the engine of this machine; skipped where there is none, or no static busybox to make an image of. */
final class DockerLauncherIT {
    private static final String SERVE =
            "mkdir /tmp/www && id -u >/tmp/www/index.html && { touch /here 2>/tmp/www/error || true; }; echo serving $GREETING;"
                    + " exec /bin/busybox httpd -f -p $PORT -h /tmp/www";

    private final MemoryImages images = new MemoryImages();
    private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
    private final DockerEngine engine = DockerLauncherIT::engineAnswers;
    private final String owner = "test-" + UUID.randomUUID();
    private final DockerLauncher launcher = launcher();

    @BeforeEach
    void needs() {
        assumeThat(engine.answers()).as("a Docker engine").isTrue();
        assumeThat(busybox()).as("a static busybox").exists();
    }

    @AfterEach
    void clean() {
        launcher().stopLeftovers();
    }

    @Test
    void start_image_runsConfinedAndAnswersOnLoopback() throws Exception {
        RunningApp app = launcher.start(version(SERVE), output::add);
        await().until(app::listens);

        assertThat(get(app, "/")).isEqualTo("993\n");
        assertThat(get(app, "/error")).contains("Read-only file system");
        assertThat(output).contains("serving hello");
        app.stop();
        app.exit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void start_appThatExits_statusAndOutput() throws Exception {
        RunningApp app = launcher.start(version("echo broken >&2; exit 4"), output::add);

        assertThat(app.exit().get(30, TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(output).containsExactly("broken");
    }

    @Test
    void stopLeftovers_containerOfAKilledCloud_isRemoved() throws Exception {
        RunningApp app = launcher.start(version(SERVE), output::add);
        await().until(app::listens);

        launcher().stopLeftovers();

        app.exit().get(10, TimeUnit.SECONDS);
        assertThat(app.listens()).isFalse();
    }

    private static boolean engineAnswers() {
        try {
            Process version = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(5, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private DockerLauncher launcher() {
        return new DockerLauncher(engine, new EngineImages(new DockerArchive(images), Optional.empty()), owner);
    }

    private static String get(RunningApp app, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private AppVersion version(String script) throws Exception {
        byte[] busybox = Files.readAllBytes(busybox());
        String uri = images.add("app", List.of("/bin/busybox", "sh", "-c", script), tar -> {
            MemoryImages.put(tar, "bin/busybox", busybox);
            for (String name : List.of("mkdir", "id", "touch", "sh")) {
                MemoryImages.link(tar, "bin/" + name, "busybox", (byte) '2');
            }
        });
        Image image = new Images(images).resolve(uri);
        return new AppVersion(
                "app",
                "1",
                "key",
                "arn:aws:iam::123456789012:role/app",
                image,
                AppVersion.Overrides.NONE,
                Map.of("GREETING", "hello", "PATH", "/bin"),
                10,
                128,
                "/aws/lambda/app");
    }

    private static Path busybox() {
        return Stream.of(System.getProperty("slipway.test.busybox", "/bin/busybox"), "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/bin/busybox"));
    }
}
