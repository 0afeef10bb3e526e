package dev.slipway.steps.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.plan.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/**
 * Asks a published version whether it is healthy, before it gets any traffic.
 *
 * <p>A function URL reaches aliases only, so the version is invoked with the event that a URL would send, and the answer
 * is judged by its inner status code ("AWS Lambda Developer Guide", request and response payloads of function URLs).
 */
final class HealthProbe {
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MOST_EXITS = 3;

    private final LambdaClient lambda;
    private final Clock clock;

    HealthProbe(LambdaClient lambda, Clock clock) {
        this.lambda = lambda;
        this.clock = clock;
    }

    /**
     * Probes until the version is healthy, its time is over, the call's time is, or nobody wants the version any more.
     *
     * @param wanted looked at once a second
     */
    Result check(
            String function, String version, HealthCheck health, Instant since, Instant until, BooleanSupplier wanted) {
        Instant deadline = since.plusMillis(health.timeoutMs());
        Instant look = clock.instant().plus(BETWEEN_LOOKS);
        int probes = 0;
        int good = 0;
        int exits = 0;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Answer answer = ask(function, version, health, deadline);
            probes++;
            good = answer.problem() == null ? good + 1 : 0;
            exits = answer.exited() ? exits + 1 : 0;
            if (good >= health.successes()) {
                return new Result(State.HEALTHY, probes, "", version);
            }
            if (exits >= MOST_EXITS
                    || (answer.problem() != null && !clock.instant().isBefore(deadline))) {
                return new Result(State.UNHEALTHY, probes, cause(answer, health, exits), version);
            }
            if (clock.instant().plus(pause).isAfter(until)) {
                return new Result(State.UNDECIDED, probes, String.valueOf(answer.problem()), version);
            }
            if (!clock.instant().isBefore(look)) {
                if (!wanted.getAsBoolean()) {
                    return new Result(State.UNWANTED, probes, String.valueOf(answer.problem()), version);
                }
                look = clock.instant().plus(BETWEEN_LOOKS);
            }
            rest(pause);
            pause = min(pause.multipliedBy(2), Duration.ofMillis(health.intervalMs()));
        }
    }

    private static String cause(Answer answer, HealthCheck health, int exits) {
        return exits >= MOST_EXITS
                ? "the app exited " + exits + " times before it was ready"
                : "not healthy within " + health.timeoutMs() / 1000 + "s: " + answer.problem();
    }

    private Answer ask(String function, String version, HealthCheck health, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        Duration limit = left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : min(left, LONGEST_PROBE);
        String asked = "GET " + health.path();
        try {
            InvokeResponse response = lambda.invoke(call -> call.functionName(function)
                    .qualifier(version)
                    .payload(SdkBytes.fromUtf8String(UrlEvents.get(health.path(), clock.instant())))
                    .overrideConfiguration(override -> override.apiCallTimeout(limit)));
            return judge(asked, response, health);
        } catch (LambdaException e) {
            return new Answer(asked + ": " + e.awsErrorDetails().errorMessage(), false);
        } catch (SdkClientException e) {
            return new Answer(asked + " was not answered within " + limit.toSeconds() + "s", false);
        }
    }

    private static Answer judge(String asked, InvokeResponse response, HealthCheck health) {
        JsonNode payload;
        try {
            payload = Codec.parse(response.payload().asUtf8String());
        } catch (InvalidEventException e) {
            return new Answer(asked + " answered what is no response", false);
        }
        if (response.functionError() != null) {
            boolean exited = payload.path("errorType").asText("").equals("Runtime.ExitError");
            return new Answer(asked + ": " + payload.path("errorMessage").asText(response.functionError()), exited);
        }
        int status = payload.path("statusCode").asInt(200);
        Integer wanted = health.status();
        boolean good = wanted == null ? status < 400 : status == wanted;
        return new Answer(good ? null : asked + " answered " + status, false);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two probes", e);
        }
    }

    /** Whether a version may get traffic. */
    enum State {
        HEALTHY,
        UNHEALTHY,
        UNDECIDED,
        UNWANTED
    }

    /** What the probes came to; the cause says why a version is not healthy. */
    record Result(State state, int probes, String cause, String functionVersion) {}

    private record Answer(@Nullable String problem, boolean exited) {}
}
