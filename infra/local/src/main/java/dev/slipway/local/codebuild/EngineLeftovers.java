package dev.slipway.local.codebuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Removes what a build left in the container engine. On AWS the engine is the build's own and ends with it; here it is that
 * of the machine, so containers and volumes with the build's id in their names go, as a killed build cannot see to it.
 */
final class EngineLeftovers {
    private static final int PATIENCE_SECONDS = 30;

    private EngineLeftovers() {}

    static void remove(String uuid) {
        try {
            String mine = "name=" + uuid;
            docker(List.of("rm", "--force", "--volumes"), docker(List.of("ps", "--all", "--quiet", "--filter", mine)));
            docker(List.of("volume", "rm", "--force"), docker(List.of("volume", "ls", "--quiet", "--filter", mine)));
        } catch (IOException noDocker) {
            // Then nothing of it can be there.
        }
    }

    private static void docker(List<String> command, List<String> ids) throws IOException {
        if (!ids.isEmpty()) {
            List<String> whole = new ArrayList<>(command);
            whole.addAll(ids);
            docker(whole);
        }
    }

    private static List<String> docker(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return lines;
    }
}
