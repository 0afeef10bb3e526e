package dev.slipway.local.lambda.app;

import dev.slipway.local.lambda.image.DockerArchive;
import dev.slipway.local.lambda.image.Image;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs apps as containers, in Lambda's confinement: a read-only root, a writable {@code /tmp}, and a user that the image
 * did not choose. Images are handed to the engine by {@code docker load}, so that it needs no way to the local registry.
 */
public final class DockerLauncher implements AppLauncher {
    private static final String LABEL = "dev.slipway.local";
    private static final String REPOSITORY = "slipway-local/";
    private static final int DEFAULT_PORT = 8080;

    private final DockerEngine engine;
    private final DockerArchive archives;
    private final String owner;

    /**
     * Runs containers through the docker command.
     *
     * @param owner marks the containers of one local cloud, such as its state folder
     */
    public DockerLauncher(DockerEngine engine, DockerArchive archives, String owner) {
        this.engine = engine;
        this.archives = archives;
        this.owner = owner;
    }

    @Override
    public boolean accepts(Image image) {
        return !image.hostOnly() && engine.answers();
    }

    @Override
    public void prepare(Image image) throws IOException {
        if (run(List.of("docker", "image", "inspect", "--format", "{{.Id}}", tag(image)))
                        .status()
                == 0) {
            return;
        }
        Process load = new ProcessBuilder("docker", "load", "--quiet")
                .redirectErrorStream(true)
                .start();
        try (OutputStream archive = load.getOutputStream()) {
            archives.write(image, tag(image), archive);
        }
        Finished finished = finish(load);
        if (finished.status() != 0) {
            throw new IOException("docker load failed: " + finished.output().strip());
        }
    }

    @Override
    public void retain(Set<String> digests) throws IOException {
        if (!engine.answers()) {
            return;
        }
        Finished images = run(List.of("docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}"));
        for (String image : images.output().lines().toList()) {
            if (image.startsWith(REPOSITORY) && !digests.contains("sha256:" + image.replaceFirst(".*:", ""))) {
                run(List.of("docker", "image", "rm", image));
            }
        }
    }

    @Override
    public RunningApp start(AppVersion version, Consumer<String> output) throws IOException {
        prepare(version.image());
        int hostPort = freePort();
        String name = "slipway-" + UUID.randomUUID();
        ProcessBuilder builder = new ProcessBuilder(command(version, name, hostPort))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return new Container(builder.start(), name, hostPort, output);
    }

    @Override
    public void stopLeftovers() {
        if (!engine.answers()) {
            return;
        }
        try {
            Finished left =
                    run(List.of("docker", "ps", "--quiet", "--all", "--filter", "label=" + LABEL + "=" + owner));
            for (String id : left.output().lines().toList()) {
                if (left.status() == 0 && !id.isBlank()) {
                    run(List.of("docker", "rm", "--force", id));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to stop containers of an earlier life", e);
        }
    }

    private List<String> command(AppVersion version, String name, int hostPort) {
        int port = port(version);
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "run",
                "--rm",
                "--init",
                "--name",
                name,
                "--label",
                LABEL + "=" + owner,
                "--read-only",
                "--tmpfs",
                "/tmp:rw,exec,size=512m",
                "--user",
                "993:990",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--memory",
                version.memoryMb() + "m",
                "--publish",
                "127.0.0.1:" + hostPort + ":" + port));
        Map<String, String> variables = new HashMap<>(version.lambdaVariables());
        variables.putAll(version.environment());
        variables.put("PORT", String.valueOf(port));
        variables.put("HOME", "/tmp");
        variables.forEach((key, value) -> command.addAll(List.of("--env", key + "=" + value)));
        String directory = version.overrides().workingDirectory();
        if (directory != null) {
            command.addAll(List.of("--workdir", directory));
        }
        List<String> entrypoint = version.overrides().entrypoint();
        List<String> arguments = new ArrayList<>();
        if (entrypoint != null) {
            // The engine takes one word only; the others go before the command.
            command.addAll(List.of("--entrypoint", entrypoint.get(0)));
            arguments.addAll(entrypoint.subList(1, entrypoint.size()));
        }
        command.add(tag(version.image()));
        if (entrypoint != null || version.overrides().command() != null) {
            arguments.addAll(version.command());
        }
        command.addAll(arguments);
        return command;
    }

    private static int port(AppVersion version) {
        String port = version.environment()
                .getOrDefault("AWS_LWA_PORT", version.environment().getOrDefault("PORT", ""));
        return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : DEFAULT_PORT;
    }

    private static String tag(Image image) {
        String digest = image.digest().substring("sha256:".length());
        return REPOSITORY + image.repository().toLowerCase(Locale.ROOT) + ":" + digest;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Finished(int status, String output) {}

    private static Finished run(List<String> command) throws IOException {
        return finish(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static Finished finish(Process process) throws IOException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Finished(-1, output);
            }
            return new Finished(process.exitValue(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for docker", e);
        }
    }
}
