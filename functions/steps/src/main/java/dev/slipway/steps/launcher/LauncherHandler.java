package dev.slipway.steps.launcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.LaunchOutcome;
import dev.slipway.events.step.LaunchRequest;
import dev.slipway.events.step.LaunchResult;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.notice.Notices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Answers the workflow, the bucket when a desired state changed, and the schedules: for drift, and to keep apps active. */
public final class LauncherHandler implements RequestStreamHandler {
    /** How the name of the rule for it ends. */
    private static final String KEEP_ACTIVE = "-keep-active";

    private final StepRuntime runtime;
    private final Launcher launcher;
    private final Drift drift;
    private final KeepActive keepActive;

    public LauncherHandler() {
        this(System.getenv());
    }

    /** Builds the step from the variables that the template gives its function. */
    public LauncherHandler(Map<String, String> environment) {
        runtime = new StepRuntime(environment);
        LambdaClient lambda = runtime.clients().build(LambdaClient.builder(), "LAMBDA");
        AppFunctions functions = new AppFunctions(
                lambda,
                new AppFunctions.Settings(
                        "slipway-" + runtime.setting("SLIPWAY_PIPELINE") + "-",
                        runtime.setting("SLIPWAY_APP_ROLE"),
                        (int) runtime.number("SLIPWAY_APP_MEMORY_MIB"),
                        runtime.setting("SLIPWAY_ARCHITECTURE")));
        AppLogs logs = new AppLogs(runtime.clients().build(CloudWatchLogsClient.builder(), "CLOUDWATCH_LOGS"));
        launcher = new Launcher(
                runtime,
                functions,
                new HealthProbe(lambda, Clock.systemUTC()),
                logs,
                new Notices(
                        runtime.bucket(),
                        runtime.clients().build(EventBridgeClient.builder(), "EVENTBRIDGE"),
                        runtime.setting("SLIPWAY_PIPELINE"),
                        Clock.systemUTC()),
                Clock.systemUTC());
        drift = new Drift(
                runtime.bucket(), runtime.clients().build(SfnClient.builder(), "SFN"), launcher, Clock.systemUTC());
        keepActive = new KeepActive(runtime.bucket(), functions, Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        runtime.handleText(in, out, context, message -> answer(Codec.parse(message)));
    }

    private LaunchResult answer(JsonNode message) {
        if (message.has("input")) {
            return launcher.launch(Codec.bind(message, LaunchRequest.class));
        }
        String key = message.at("/detail/object/key").asText("");
        if (key.startsWith(Keys.DESIRED) && key.endsWith(".json")) {
            drift.reconcile(key.substring(Keys.DESIRED.length(), key.length() - ".json".length()));
        } else if (message.at("/resources/0").asText("").endsWith(KEEP_ACTIVE)) {
            keepActive.callAll();
        } else if (message.path("source").asText("").equals("aws.events")) {
            drift.reconcileAll();
        } else {
            throw new IllegalArgumentException(
                    "failed to launch: the event is neither a request, nor of a desired state, nor a schedule");
        }
        return new LaunchResult(LaunchOutcome.SETTLED, 0, null, 0, null);
    }
}
