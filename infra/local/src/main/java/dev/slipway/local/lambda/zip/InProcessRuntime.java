package dev.slipway.local.lambda.zip;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.local.lambda.invoke.ErrorPayload;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.InvocationLog;
import dev.slipway.local.lambda.invoke.LogStreams;
import dev.slipway.local.lambda.invoke.Outcome;
import dev.slipway.local.logs.LogDelivery;
import dev.slipway.local.logs.LogSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function's handlers in this process. As on Lambda, an environment (a handler with its variables) runs one
 * invocation at a time and is kept for the next; more at once get more environments. One that ran into a time-out is
 * not used again: its thread is interrupted and left, since a thread cannot be killed as a sandbox can.
 */
public final class InProcessRuntime implements FunctionRuntime {
    private static final String VERSION = "1";
    private static final String OWN_FRAMES = InProcessRuntime.class.getName();

    /** What all in-process functions share. */
    public record Platform(
            HandlerClasses classes,
            FunctionEnvironment environment,
            StandardOutput output,
            LogDelivery logs,
            Clock clock,
            ExecutorService executor) {}

    private record Environment(RequestStreamHandler handler, Map<String, String> variables, String stream) {}

    /** A handler that could not be built: the payload says why. */
    private static final class InitializationFailure extends Exception {
        private static final long serialVersionUID = 1L;

        InitializationFailure(Throwable cause) {
            super(cause);
        }
    }

    private final FunctionSpec spec;
    private final Platform platform;
    private final LogSink logs;
    private final ConcurrentLinkedDeque<Environment> idle = new ConcurrentLinkedDeque<>();

    public InProcessRuntime(FunctionSpec spec, Platform platform) {
        this.spec = spec;
        this.platform = platform;
        this.logs = platform.logs().inNameOf(spec.role().arn());
    }

    @Override
    public Outcome invoke(Invocation invocation) {
        Environment ready = idle.pollLast();
        String stream = ready == null ? LogStreams.next(platform.clock(), VERSION) : ready.stream();
        InvocationLog log = new InvocationLog(logs, spec.logGroup(), stream, platform.clock());
        long begin = System.nanoTime();
        log.start(invocation.requestId(), VERSION);
        Future<String> answer = platform.executor().submit(() -> run(ready, stream, invocation, log));
        Outcome outcome = await(answer, invocation, log);
        log.end(invocation.requestId(), Duration.ofNanos(System.nanoTime() - begin), spec.memoryMb(), null);
        return new Outcome(outcome.payload(), outcome.failed(), log.tail());
    }

    @Override
    public void prewarm() {
        if (idle.isEmpty()) {
            String stream = LogStreams.next(platform.clock(), VERSION);
            InvocationLog log = new InvocationLog(logs, spec.logGroup(), stream, platform.clock());
            try {
                platform.output().enter(log);
                idle.addLast(build(stream));
            } catch (InitializationFailure e) {
                log.write("Initialization failed, it will be tried again: " + e.getCause());
            } finally {
                platform.output().leave(log);
            }
        }
    }

    @Override
    public void close() {
        idle.clear();
    }

    private Outcome await(Future<String> answer, Invocation invocation, InvocationLog log) {
        try {
            return Outcome.success(answer.get(spec.timeoutSeconds(), TimeUnit.SECONDS), "");
        } catch (TimeoutException e) {
            answer.cancel(true);
            log.platform(invocation.requestId(), ErrorPayload.timedOutText(spec.timeoutSeconds()));
            return Outcome.failure(ErrorPayload.timedOut(invocation.requestId(), spec.timeoutSeconds()), "");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Outcome.failure(ErrorPayload.exited(invocation.requestId(), 128 + 15), "");
        } catch (ExecutionException e) {
            return Outcome.failure(describe(e.getCause(), log), "");
        }
    }

    private String describe(@Nullable Throwable thrown, InvocationLog log) {
        if (thrown instanceof InitializationFailure && thrown.getCause() != null) {
            log.write(String.valueOf(thrown.getCause()));
            return ErrorPayload.initialization(thrown.getCause(), spec.handlerClass());
        }
        Throwable failure = thrown == null ? new IllegalStateException("the handler ended without a cause") : thrown;
        log.write(reportable(failure));
        return ErrorPayload.thrown(failure, OWN_FRAMES);
    }

    private String run(@Nullable Environment ready, String stream, Invocation invocation, InvocationLog log)
            throws InitializationFailure, IOException {
        platform.output().enter(log);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(spec.timeoutSeconds());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(platform.classes().loader());
        try {
            Environment environment = ready == null ? build(stream) : ready;
            HandlerContext context =
                    new HandlerContext(invocation, environment.variables(), spec.memoryMb(), deadline, log);
            try {
                return handle(environment.handler(), invocation.payload(), context);
            } finally {
                if (!Thread.interrupted()) {
                    idle.addLast(environment);
                }
            }
        } finally {
            thread.setContextClassLoader(before);
            platform.output().leave(log);
        }
    }

    private static String handle(RequestStreamHandler handler, String payload, HandlerContext context)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), answer, context);
        return answer.toString(StandardCharsets.UTF_8);
    }

    private Environment build(String stream) throws InitializationFailure {
        Map<String, String> variables = platform.environment().variables(spec, VERSION, stream);
        try {
            return new Environment(platform.classes().build(spec.handlerClass(), variables), variables, stream);
        } catch (Exception | LinkageError e) {
            throw new InitializationFailure(e);
        }
    }

    /** Writes a failure to the log as the runtime does: message, type and stack. */
    private static String reportable(Throwable failure) {
        StringBuilder text = new StringBuilder();
        text.append(failure.getLocalizedMessage())
                .append(": ")
                .append(failure.getClass().getName());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append('\n').append(cause == failure ? cause.toString() : "Caused by: " + cause);
            for (StackTraceElement element : cause.getStackTrace()) {
                if (element.getClassName().startsWith(OWN_FRAMES)) {
                    break;
                }
                text.append("\n\tat ").append(element);
            }
        }
        return text.toString();
    }
}
