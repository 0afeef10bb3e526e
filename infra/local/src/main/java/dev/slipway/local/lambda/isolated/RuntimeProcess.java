package dev.slipway.local.lambda.isolated;

import dev.slipway.local.lambda.invoke.InvocationLog;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One JVM that runs the runtime interface client; its output goes to the log of the invocation that runs. */
final class RuntimeProcess implements AutoCloseable {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private final Sandbox sandbox;
    private final String stream;
    private final Process process;
    private volatile InvocationLog log;

    private RuntimeProcess(Sandbox sandbox, String stream, Process process, InvocationLog log) {
        this.sandbox = sandbox;
        this.stream = stream;
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::copyOutput, "lambda-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a JVM.
     *
     * @param java the java command
     * @param environment the whole environment but for the Runtime API's address, which is set here
     */
    static RuntimeProcess start(
            Path java,
            List<Path> classPath,
            Map<String, String> environment,
            String handler,
            Sandbox sandbox,
            InvocationLog log) {
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxRAMPercentage=25",
                "-cp",
                joined,
                MAIN,
                handler);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", sandbox.address());
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new RuntimeProcess(
                    sandbox, environment.getOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", ""), process, log);
        } catch (IOException e) {
            sandbox.close();
            throw new UncheckedIOException("failed to start a function's JVM: " + e.getMessage(), e);
        }
    }

    Sandbox sandbox() {
        return sandbox;
    }

    String stream() {
        return stream;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void logTo(InvocationLog next) {
        log = next;
    }

    /** Completes with the exit status. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        sandbox.close();
    }

    private void copyOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                log.write(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            log.write("failed to read the function's output: " + e.getMessage());
        }
    }
}
