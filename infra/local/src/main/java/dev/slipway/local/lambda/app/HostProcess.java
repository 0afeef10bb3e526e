package dev.slipway.local.lambda.app;

import dev.slipway.local.disk.WholeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An app that is a process of the host. */
final class HostProcess implements RunningApp {
    private final Process process;
    private final int port;
    private final boolean leadsGroup;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    HostProcess(Process process, int port, boolean leadsGroup, Consumer<String> output, List<Path> temporary) {
        this.process = process;
        this.port = port;
        this.leadsGroup = leadsGroup;
        Thread reader = new Thread(() -> copy(output, temporary), "app-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void stop() {
        var unused = ProcessTree.stop(process.toHandle(), leadsGroup);
    }

    private void copy(Consumer<String> output, List<Path> temporary) {
        // Children that outlive the app would keep its output open.
        var unused = process.onExit().thenAccept(ended -> ProcessTree.kill(ended.toHandle(), List.of(), leadsGroup));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            OutputLines.copy(lines, output);
        } catch (IOException e) {
            output.accept("failed to read the output of process " + process.pid() + ": " + e.getMessage());
        } finally {
            cleanUp(temporary);
        }
    }

    private void cleanUp(List<Path> temporary) {
        try {
            int status = process.waitFor();
            for (Path path : temporary) {
                WholeFile.removeTree(path);
            }
            exit.complete(status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit.complete(-1);
        } catch (IOException e) {
            // What is left is deleted with the folder at the next start.
            exit.complete(process.exitValue());
        }
    }
}
