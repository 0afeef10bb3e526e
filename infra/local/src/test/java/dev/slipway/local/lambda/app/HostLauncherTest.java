package dev.slipway.local.lambda.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.local.lambda.MemoryImages;
import dev.slipway.local.lambda.image.Image;
import dev.slipway.local.lambda.image.ImageStore;
import dev.slipway.local.lambda.image.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostLauncherTest {
    private final MemoryImages images = new MemoryImages();
    private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    private HostLauncher launcher;

    @BeforeEach
    void open() {
        launcher = launcher();
    }

    @Test
    void start_environment_onlyWhatAnAppMaySee() throws Exception {
        RunningApp app = launcher.start(version("env"), output::add);

        app.exit().get(10, TimeUnit.SECONDS);
        assertThat(output)
                .contains("GREETING=hello", "FROM_IMAGE=yes", "PORT=" + app.port(), "AWS_LAMBDA_FUNCTION_NAME=app")
                .contains("PATH=" + System.getenv("PATH"))
                .noneMatch(line -> line.startsWith("SECRET_OF_THE_HOST"));
    }

    @Test
    void start_workingFolder_isTheImages() throws Exception {
        launcher.start(version("pwd"), output::add).exit().get(10, TimeUnit.SECONDS);

        assertThat(output).singleElement().asString().endsWith("/rootfs/app");
    }

    @Test
    void stop_appThatIgnoresTerm_killedWithItsChildren() throws Exception {
        RunningApp app =
                launcher.start(version("trap '' TERM; sleep 600 & echo $!; while :; do sleep 1; done"), output::add);
        await().until(() -> !output.isEmpty());
        long child = Long.parseLong(output.remove());

        app.stop();

        assertThat(app.exit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
        await().atMost(Duration.ofSeconds(5)).until(() -> isGone(child));
    }

    @Test
    void exit_children_endWithTheApp() throws Exception {
        RunningApp app = launcher.start(version("sleep 600 & echo $!; exit 5"), output::add);

        assertThat(app.exit().get(10, TimeUnit.SECONDS)).isEqualTo(5);
        long child = Long.parseLong(output.remove());
        await().atMost(Duration.ofSeconds(5)).until(() -> isGone(child));
        assertThat(folder.resolve("host/running")).isEmptyDirectory();
    }

    @Test
    void stopLeftovers_appOfAKilledCloud_isStopped() throws Exception {
        RunningApp app = launcher.start(version("echo up; sleep 600"), output::add);
        await().until(() -> !output.isEmpty());

        launcher().stopLeftovers();

        app.exit().get(10, TimeUnit.SECONDS);
        assertThat(app.alive()).isFalse();
    }

    @Test
    void stopLeftovers_otherProcessWithThatId_isLeftAlone() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        Files.createDirectories(folder.resolve("host/running"));
        Files.writeString(
                folder.resolve("host/running/" + other.pid() + ".json"), "{\"pid\":" + other.pid() + ",\"start\":1}");

        launcher.stopLeftovers();

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    private HostLauncher launcher() {
        return new HostLauncher(
                new ImageStore(folder.resolve("images"), images),
                folder.resolve("host"),
                Map.of("PATH", System.getenv("PATH"), "SECRET_OF_THE_HOST", "x"));
    }

    private static boolean isGone(long pid) {
        // A killed orphan may stay a zombie where the container's first process reaps none.
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty() || isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (java.io.IOException e) {
            return true;
        }
    }

    private AppVersion version(String script) throws Exception {
        Image image = new Images(images)
                .resolve(images.add("app", List.of("/bin/sh", "-c", script), MemoryImages.file("app/file", "")));
        return new AppVersion(
                "app",
                "1",
                "key",
                "arn:aws:iam::123456789012:role/app",
                image,
                AppVersion.Overrides.NONE,
                Map.of("GREETING", "hello"),
                3,
                128,
                "/aws/lambda/app");
    }
}
