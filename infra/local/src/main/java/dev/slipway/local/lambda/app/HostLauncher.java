package dev.slipway.local.lambda.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.lambda.image.Image;
import dev.slipway.local.lambda.image.ImageStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs apps as processes of the host, from their unpacked images, each in a process group of its own. */
public final class HostLauncher implements AppLauncher {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageStore images;
    private final Path folder;
    private final Map<String, String> host;
    private final boolean groups;

    /**
     * Runs with as little of the host as can be.
     *
     * @param folder for scratch folders and for notes about running processes
     * @param host this process's environment, of which PATH, LANG and JAVA_HOME are passed on
     */
    public HostLauncher(ImageStore images, Path folder, Map<String, String> host) {
        this.images = images;
        this.folder = folder;
        this.host = Map.copyOf(host);
        this.groups = onPath("setsid");
    }

    @Override
    public boolean accepts(Image image) {
        return true;
    }

    @Override
    public void prepare(Image image) throws IOException {
        images.unpack(image);
    }

    @Override
    public void retain(Set<String> digests) throws IOException {
        images.retain(digests);
    }

    @Override
    public RunningApp start(AppVersion version, Consumer<String> output) throws IOException {
        HostCommand command = new HostCommand(images.unpack(version.image()));
        List<String> words = new ArrayList<>(version.entrypoint());
        words.addAll(version.command());
        if (words.isEmpty()) {
            throw new IOException("the image names neither an entry point nor a command");
        }
        List<String> mapped = command.map(words);
        if (groups) {
            mapped.add(0, "setsid");
        }
        int port = freePort();
        Path scratch = Files.createDirectories(
                folder.resolve("scratch").resolve(UUID.randomUUID().toString()));
        ProcessBuilder builder = new ProcessBuilder(mapped)
                .directory(command.folder(version.workingDirectory()).toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment(version, scratch, port));
        Process process = builder.start();
        Path note = note(process.toHandle(), version);
        return new HostProcess(process, port, groups, output, List.of(note, scratch));
    }

    @Override
    public void stopLeftovers() {
        Path notes = folder.resolve("running");
        try {
            if (Files.isDirectory(notes)) {
                List<Path> left;
                try (Stream<Path> files = Files.list(notes)) {
                    left = files.filter(file -> file.toString().endsWith(".json"))
                            .toList();
                }
                for (Path file : left) {
                    stopLeftover(file);
                }
            }
            WholeFile.removeTree(folder.resolve("scratch"));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read " + notes + ": " + e.getMessage(), e);
        }
    }

    private void stopLeftover(Path note) throws IOException {
        JsonNode fields = JSON.readTree(note.toFile());
        ProcessHandle.of(fields.path("pid").asLong())
                // The start time tells whether the id has been given to another process since.
                .filter(process -> start(process) == fields.path("start").asLong())
                .ifPresent(process -> {
                    var unused = ProcessTree.stop(process, groups);
                });
        Files.deleteIfExists(note);
    }

    private Path note(ProcessHandle process, AppVersion version) throws IOException {
        Path note = folder.resolve("running").resolve(process.pid() + ".json");
        ObjectNode fields = JSON.createObjectNode()
                .put("pid", process.pid())
                .put("start", start(process))
                .put("function", version.function())
                .put("version", version.version());
        WholeFile.write(note, JSON.writeValueAsBytes(fields));
        return note;
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private Map<String, String> environment(AppVersion version, Path scratch, int port) {
        Map<String, String> variables = new HashMap<>();
        for (String entry : version.image().config().environment()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        variables.remove("PATH");
        variables.remove("JAVA_HOME");
        for (String name : List.of("PATH", "LANG", "JAVA_HOME")) {
            String value = host.get(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        variables.put("HOME", scratch.toString());
        variables.put("TMPDIR", scratch.toString());
        variables.putAll(version.lambdaVariables());
        variables.putAll(version.environment());
        // Apps share the host's ports, so the port is ours to choose, whatever the function says.
        variables.put("PORT", String.valueOf(port));
        variables.put("AWS_LWA_PORT", String.valueOf(port));
        return variables;
    }

    private boolean onPath(String program) {
        return Stream.of(host.getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
