package dev.slipway.local.lambda.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One call of the docker command that has ended. */
record DockerCall(int status, String output) {
    private static final int PATIENCE_MINUTES = 10;

    static DockerCall run(String... arguments) throws IOException {
        return finish(start(arguments));
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static DockerCall finish(Process process) throws IOException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new DockerCall(-1, output);
            }
            return new DockerCall(process.exitValue(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for docker", e);
        }
    }

    boolean succeeded() {
        return status == 0;
    }
}
