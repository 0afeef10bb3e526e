package dev.slipway.local.lambda.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An app that is a container, seen through its {@code docker run} in the foreground. */
final class Container implements RunningApp {
    private final Process process;
    private final String name;
    private final int port;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Container(Process process, String name, int port, Consumer<String> output) {
        this.process = process;
        this.name = name;
        this.port = port;
        Thread reader = new Thread(() -> copy(output), "app-output-" + name);
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

    /** The engine's proxy accepts before the app does, and then hangs up: only a connection that stays counts. */
    @Override
    public boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(30);
            InputStream answer = socket.getInputStream();
            return answer.read() >= 0;
        } catch (SocketTimeoutException e) {
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
        try {
            Process stop = new ProcessBuilder("docker", "stop", "--time", "2", name)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var unused = stop.onExit().thenAccept(ended -> process.destroy());
        } catch (IOException e) {
            process.destroy();
        }
    }

    private void copy(Consumer<String> output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            OutputLines.copy(lines, output);
            exit.complete(process.waitFor());
        } catch (IOException e) {
            exit.complete(-1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit.complete(-1);
        }
    }
}
