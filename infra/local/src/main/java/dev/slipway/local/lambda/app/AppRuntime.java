package dev.slipway.local.lambda.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.lambda.invoke.ErrorPayload;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.InvocationLog;
import dev.slipway.local.lambda.invoke.Outcome;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;

/** Runs invocations of a deployed app by requests to its port. */
public final class AppRuntime implements FunctionRuntime {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ANSWER_BYTES = 8 << 20;

    private final AppVersion version;
    private final AppFleet fleet;
    private final HttpClient client;

    public AppRuntime(AppVersion version, AppFleet fleet, HttpClient client) {
        this.version = version;
        this.fleet = fleet;
        this.client = client;
    }

    @Override
    public Outcome invoke(Invocation invocation) {
        try (AppFleet.Lease lease = fleet.lease(version)) {
            InvocationLog log = lease.log();
            log.start(invocation.requestId(), version.version());
            long begin = System.nanoTime();
            Outcome outcome = exchange(invocation, lease);
            log.end(invocation.requestId(), Duration.ofNanos(System.nanoTime() - begin), version.memoryMb(), null);
            return new Outcome(outcome.payload(), outcome.failed(), log.tail());
        } catch (AppFailure e) {
            return Outcome.failure(payload(invocation.requestId(), e), e.logTail());
        }
    }

    @Override
    public void prewarm() {
        try (AppFleet.Lease lease = fleet.lease(version)) {
            lease.port();
        } catch (AppFailure e) {
            // The log has it, and the first invocation will tell.
            return;
        }
    }

    @Override
    public void close() {
        fleet.stop(version.function());
    }

    private Outcome exchange(Invocation invocation, AppFleet.Lease lease) {
        String id = invocation.requestId();
        try {
            JsonNode event = JSON.readTree(invocation.payload());
            Request request = UrlEvents.request(client, lease.port(), event)
                    .headers(headers -> headers.put("x-amzn-trace-id", invocation.traceHeader()))
                    .idleTimeout(version.timeoutSeconds() + 1L, TimeUnit.SECONDS);
            ContentResponse response = new CompletableResponseListener(request, MAX_ANSWER_BYTES)
                    .send()
                    .get(version.timeoutSeconds(), TimeUnit.SECONDS);
            return Outcome.success(UrlEvents.answer(event, response), "");
        } catch (TimeoutException e) {
            lease.log().platform(id, ErrorPayload.timedOutText(version.timeoutSeconds()));
            return Outcome.failure(ErrorPayload.timedOut(id, version.timeoutSeconds()), "");
        } catch (ExecutionException e) {
            return Outcome.failure(broken(id, lease, e), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failure(ErrorPayload.exited(id, 128 + 15), "");
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Outcome.failure(ErrorPayload.thrown(e, AppRuntime.class.getPackageName()), "");
        }
    }

    /** Tells an app that died during the request from one that broke the connection and lives on. */
    private static String broken(String requestId, AppFleet.Lease lease, ExecutionException failure) {
        try {
            return ErrorPayload.exited(requestId, lease.exit().get(500, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return ErrorPayload.thrown(cause, "org.eclipse.jetty.");
        } catch (ExecutionException e) {
            return ErrorPayload.exited(requestId, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ErrorPayload.exited(requestId, 1);
        }
    }

    private String payload(String requestId, AppFailure failure) {
        return switch (failure.kind()) {
            case EXITED -> ErrorPayload.exited(requestId, failure.status());
            case TIMED_OUT -> ErrorPayload.timedOut(requestId, Math.max(10, version.timeoutSeconds()));
            case NOT_STARTED -> ErrorPayload.invalidEntrypoint(requestId, String.valueOf(failure.getMessage()));
        };
    }
}
