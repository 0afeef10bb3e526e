package dev.slipway.local.lambda.isolated;

import dev.slipway.local.lambda.invoke.ErrorPayload;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.InvocationLog;
import dev.slipway.local.lambda.invoke.LogStreams;
import dev.slipway.local.lambda.invoke.Outcome;
import dev.slipway.local.lambda.zip.FunctionEnvironment;
import dev.slipway.local.lambda.zip.FunctionSpec;
import dev.slipway.local.logs.LogDelivery;
import dev.slipway.local.logs.LogSink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a function as Lambda does: a JVM per environment, killed on a time-out, with only the function's variables. */
public final class IsolatedRuntime implements FunctionRuntime {
    private static final String VERSION = "1";

    /** How long a JVM may take to ask for its first invocation: Lambda's own limit of its init phase. */
    private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    /**
     * What all isolated functions share.
     *
     * @param classPath the functions jar and the runtime interface client's jars
     * @param taskRoot folder of the functions jar, {@code LAMBDA_TASK_ROOT}
     */
    public record Platform(
            RuntimeApi api,
            Path java,
            List<Path> classPath,
            Path taskRoot,
            FunctionEnvironment environment,
            LogDelivery logs,
            Clock clock) {

        public Platform {
            classPath = List.copyOf(classPath);
        }
    }

    private final FunctionSpec spec;
    private final Platform platform;
    private final LogSink logs;
    private final ConcurrentLinkedDeque<RuntimeProcess> idle = new ConcurrentLinkedDeque<>();
    private final Set<RuntimeProcess> all = ConcurrentHashMap.newKeySet();

    public IsolatedRuntime(FunctionSpec spec, Platform platform) {
        this.spec = spec;
        this.platform = platform;
        this.logs = platform.logs().inNameOf(spec.role().arn());
    }

    @Override
    public Outcome invoke(Invocation invocation) {
        RuntimeProcess ready = poll();
        long begin = System.nanoTime();
        RuntimeProcess process = ready == null ? start() : ready;
        InvocationLog log = log(process.stream());
        process.logTo(log);
        log.start(invocation.requestId(), VERSION);
        if (ready == null) {
            awaitInit(process);
        }
        long init = System.nanoTime();
        long deadline = platform.clock().millis() + spec.timeoutSeconds() * 1000L;
        Outcome outcome = await(process, process.sandbox().offer(invocation, deadline), invocation, log);
        log.end(
                invocation.requestId(),
                Duration.ofNanos(System.nanoTime() - init),
                spec.memoryMb(),
                ready == null ? Duration.ofNanos(init - begin) : null);
        return new Outcome(outcome.payload(), outcome.failed(), log.tail());
    }

    @Override
    public void prewarm() {
        RuntimeProcess process = start();
        awaitInit(process);
        idle.addLast(process);
    }

    @Override
    public void close() {
        idle.clear();
        all.forEach(this::discard);
    }

    private static void awaitInit(RuntimeProcess process) {
        try {
            CompletableFuture.anyOf(process.sandbox().initialized(), process.exit())
                    .get(INIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // As on Lambda, the invocation goes on, and its own time-out decides.
            return;
        }
    }

    private Outcome await(
            RuntimeProcess process, CompletableFuture<Sandbox.Reply> reply, Invocation invocation, InvocationLog log) {
        try {
            CompletableFuture.anyOf(reply, process.exit()).get(spec.timeoutSeconds(), TimeUnit.SECONDS);
            if (reply.isDone()) {
                Sandbox.Reply answer = reply.get();
                if (answer.initialization()) {
                    discard(process);
                } else {
                    idle.addLast(process);
                }
                return new Outcome(answer.payload(), answer.failed(), "");
            }
            int status = process.exit().get();
            discard(process);
            log.platform(invocation.requestId(), ErrorPayload.exitedText(status));
            return Outcome.failure(ErrorPayload.exited(invocation.requestId(), status), "");
        } catch (TimeoutException e) {
            discard(process);
            log.platform(invocation.requestId(), ErrorPayload.timedOutText(spec.timeoutSeconds()));
            return Outcome.failure(ErrorPayload.timedOut(invocation.requestId(), spec.timeoutSeconds()), "");
        } catch (InterruptedException e) {
            discard(process);
            Thread.currentThread().interrupt();
            return Outcome.failure(ErrorPayload.exited(invocation.requestId(), 128 + 15), "");
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to wait for a function's JVM", e);
        }
    }

    private void discard(RuntimeProcess process) {
        all.remove(process);
        process.close();
    }

    private @Nullable RuntimeProcess poll() {
        RuntimeProcess process = idle.pollLast();
        while (process != null && !process.isAlive()) {
            discard(process);
            process = idle.pollLast();
        }
        return process;
    }

    private RuntimeProcess start() {
        String stream = LogStreams.next(platform.clock(), VERSION);
        Map<String, String> variables = new HashMap<>(platform.environment().variables(spec, VERSION, stream));
        variables.put("LAMBDA_TASK_ROOT", platform.taskRoot().toString());
        variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        Sandbox sandbox = platform.api().open();
        RuntimeProcess process = RuntimeProcess.start(
                platform.java(), platform.classPath(), variables, spec.handler(), sandbox, log(stream));
        all.add(process);
        return process;
    }

    private InvocationLog log(String stream) {
        return new InvocationLog(logs, spec.logGroup(), stream, platform.clock());
    }
}
