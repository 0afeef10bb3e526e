package dev.slipway.local.lambda.app;

import dev.slipway.local.lambda.image.Image;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs apps as containers, in Lambda's confinement: a read-only root, a writable {@code /tmp}, and a user that the image
 * did not choose.
 */
public final class DockerLauncher implements AppLauncher {
    private static final String LABEL = "dev.slipway.local";
    private static final Logger LOG = LoggerFactory.getLogger(DockerLauncher.class);
    private static final String LIFE = LABEL + ".life";
    private static final String REPOSITORY = "slipway-local/";
    private static final int DEFAULT_PORT = 8080;

    private final DockerEngine engine;
    private final EngineImages images;
    private final String owner;
    private final String life = UUID.randomUUID().toString();

    private interface Work {
        void run() throws IOException;
    }

    /**
     * Runs containers through the docker command.
     *
     * @param owner marks the containers of one local cloud, such as its state folder
     */
    public DockerLauncher(DockerEngine engine, EngineImages images, String owner) {
        this.engine = engine;
        this.images = images;
        this.owner = owner;
    }

    @Override
    public boolean accepts(Image image) {
        return !image.hostOnly() && engine.answers();
    }

    @Override
    public void prepare(Image image) throws IOException {
        images.provide(image, tag(image));
    }

    /** Drops other images in the background; one that is needed after all is loaded again by its start. */
    @Override
    public void retain(Set<String> digests) {
        background("docker-images", () -> {
            DockerCall images = DockerCall.run("image", "ls", "--format", "{{.Repository}}:{{.Tag}}");
            for (String image : images.output().lines().toList()) {
                if (image.startsWith(REPOSITORY) && !digests.contains("sha256:" + image.replaceFirst(".*:", ""))) {
                    DockerCall.run("image", "rm", image);
                }
            }
        });
    }

    @Override
    public RunningApp start(AppVersion version, Consumer<String> output) throws IOException {
        prepare(version.image());
        int hostPort = freePort();
        String name = "slipway-" + UUID.randomUUID();
        Map<String, String> variables = variables(version);
        ProcessBuilder builder = new ProcessBuilder(command(version, name, hostPort, variables))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // Values are handed over by name: an argument could be read by every user of this machine.
        variables.forEach((variable, value) -> {
            if (!isOfDockerItself(variable)) {
                builder.environment().put(variable, value);
            }
        });
        return new Container(builder.start(), name, hostPort, output);
    }

    @Override
    public void stopLeftovers() {
        // The engine may be slow to answer or not there at all; containers of this life are told from those before it.
        background("docker-leftovers", () -> {
            String format = "{{.ID}} {{.Label \"" + LIFE + "\"}}";
            String mine = "label=" + LABEL + "=" + owner;
            DockerCall all = DockerCall.run("ps", "--all", "--filter", mine, "--format", format);
            for (String line : all.output().lines().toList()) {
                if (all.succeeded() && !line.endsWith(" " + life)) {
                    DockerCall.run("rm", "--force", line.substring(0, line.indexOf(' ')));
                }
            }
        });
    }

    private void background(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (engine.answers()) {
                            work.run();
                        }
                    } catch (IOException e) {
                        LOG.warn("failed to clean up after an earlier life: {}", e.getMessage());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static Map<String, String> variables(AppVersion version) {
        Map<String, String> variables = new HashMap<>(version.lambdaVariables());
        variables.putAll(version.environment());
        variables.put("PORT", String.valueOf(port(version)));
        variables.put("HOME", "/tmp");
        return variables;
    }

    private static boolean isOfDockerItself(String variable) {
        return variable.equals("PATH") || variable.equals("HOME") || variable.startsWith("DOCKER_");
    }

    private List<String> command(AppVersion version, String name, int hostPort, Map<String, String> variables) {
        int port = port(version);
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "run",
                "--rm",
                "--name",
                name,
                "--label",
                LABEL + "=" + owner,
                "--label",
                LIFE + "=" + life,
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
        variables.forEach((variable, value) ->
                command.addAll(List.of("--env", isOfDockerItself(variable) ? variable + "=" + value : variable)));
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
}
