package dev.slipway.local;

import dev.slipway.local.lambda.LambdaService;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.isolated.IsolatedRuntime;
import dev.slipway.local.lambda.isolated.RuntimeApi;
import dev.slipway.local.lambda.isolated.RuntimeClassPath;
import dev.slipway.local.lambda.zip.FunctionEnvironment;
import dev.slipway.local.lambda.zip.FunctionSpec;
import dev.slipway.local.lambda.zip.HandlerClasses;
import dev.slipway.local.lambda.zip.InProcessRuntime;
import dev.slipway.local.lambda.zip.StandardOutput;
import dev.slipway.local.logs.LogDelivery;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Runs the functions that the template declares: in this process, or isolated in a JVM each. */
final class Functions implements AutoCloseable {
    private final Stack stack;
    private final Roles roles;
    private final String codeSha256;
    private final Shutdown shutdown = new Shutdown();
    private final Function<FunctionSpec, FunctionRuntime> runtimes;

    Functions(Options options, Stack stack, Roles roles, Endpoints endpoints, LogDelivery logs, Clock clock)
            throws IOException {
        this.stack = stack;
        this.roles = roles;
        this.codeSha256 = sha256(options.functionsJar());
        FunctionEnvironment environment =
                new FunctionEnvironment(stack.account().region(), endpoints.variables());
        this.runtimes = options.isolated()
                ? isolated(options, environment, logs, clock)
                : inProcess(options, environment, logs, clock);
    }

    /** Makes every function callable under its name and alias. */
    void declareIn(LambdaService lambda) {
        for (Declared.Function function : stack.all(Declared.Function.class)) {
            FunctionSpec spec = new FunctionSpec(
                    function.name(),
                    function.handler(),
                    function.environment(),
                    roles.of(function.roleArn()),
                    function.timeoutSeconds(),
                    function.memoryMiB(),
                    function.logGroup(),
                    codeSha256,
                    function.alias().orElse(""));
            lambda.declare(spec, runtimes.apply(spec));
        }
    }

    @Override
    public void close() {
        shutdown.close();
    }

    private Function<FunctionSpec, FunctionRuntime> inProcess(
            Options options, FunctionEnvironment environment, LogDelivery logs, Clock clock) {
        HandlerClasses classes = shutdown.add(new HandlerClasses(List.of(options.functionsJar())));
        StandardOutput output = shutdown.add(new StandardOutput());
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "function");
            thread.setDaemon(true);
            return thread;
        });
        shutdown.add(threads::shutdownNow);
        var platform = new InProcessRuntime.Platform(classes, environment, output, logs, clock, threads);
        return spec -> new InProcessRuntime(spec, platform);
    }

    private Function<FunctionSpec, FunctionRuntime> isolated(
            Options options, FunctionEnvironment environment, LogDelivery logs, Clock clock) throws IOException {
        List<Path> classPath = RuntimeClassPath.of(options.functionsJar(), options.lib());
        RuntimeApi api = shutdown.add(new RuntimeApi());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path taskRoot = options.functionsJar().resolveSibling("");
        var platform = new IsolatedRuntime.Platform(api, java, classPath, taskRoot, environment, logs, clock);
        return spec -> new IsolatedRuntime(spec, platform);
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
