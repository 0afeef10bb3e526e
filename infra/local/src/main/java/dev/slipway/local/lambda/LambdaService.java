package dev.slipway.local.lambda;

import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.iam.Access;
import dev.slipway.local.lambda.app.AppClient;
import dev.slipway.local.lambda.app.AppFleet;
import dev.slipway.local.lambda.app.AppLauncher;
import dev.slipway.local.lambda.app.AppVersion;
import dev.slipway.local.lambda.async.EventQueue;
import dev.slipway.local.lambda.function.Alias;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.image.Images;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import dev.slipway.local.lambda.url.UrlAuthorizer;
import dev.slipway.local.lambda.url.UrlServer;
import dev.slipway.local.lambda.zip.FunctionSpec;
import dev.slipway.local.logs.LogDelivery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The embedded Lambda. The template's functions are declared at each start; deployed apps are made by calls and are
 * there again after a restart, at their old URLs, started by their first request.
 */
public final class LambdaService implements AwsService, AutoCloseable {
    private final Arns arns;
    private final Clock clock;
    private final FunctionStore store;
    private final HttpClient client;
    private final AppFleet fleet;
    private final UrlServer urlServer;
    private final Settling settling;
    private final Urls urls;
    private final Invoker invoker;
    private final EventQueue events;
    private final Routes routes;

    /**
     * What Lambda needs of the rest of the local cloud.
     *
     * @param folder for everything that must survive
     * @param launchers ways to run apps, the preferred one first
     * @param retries waits between the attempts of an asynchronous invocation
     * @param settling the least time that a change takes
     */
    public record Surroundings(
            Path folder,
            Arns arns,
            Clock clock,
            LogDelivery logs,
            Images images,
            ServiceAccess access,
            List<AppLauncher> launchers,
            AppFleet.Patience patience,
            UrlAuthorizer authorizer,
            List<Duration> retries,
            Duration settling) {}

    /** Reads what is stored; nothing runs before {@link #start}. */
    public LambdaService(Surroundings by) {
        arns = by.arns();
        clock = by.clock();
        store = new FunctionStore(by.folder().resolve("functions"));
        client = AppClient.start();
        fleet = new AppFleet(by.launchers(), by.logs(), clock, this::isRouted, by.patience());
        urlServer = new UrlServer(client);
        Apps apps = new Apps(by.images(), fleet, client, by.arns().region());
        settling = new Settling(store, by.arns(), apps, clock, by.settling());
        urls = new Urls(store, apps, urlServer, by.authorizer(), by.arns());
        invoker = new Invoker(store, by.arns(), apps);
        events = new EventQueue(by.folder().resolve("events"), by.retries(), invoker::invoke);
        Publishing publishing = new Publishing(store, by.arns(), settling);
        routes = new Routes(
                new FunctionCalls(
                        store, by.arns(), new ImageCode(by.images(), by.access()), settling, publishing, urls),
                new VersionCalls(store, by.arns(), publishing),
                new AliasCalls(store, by.arns()),
                new UrlCalls(store, by.arns(), urls, clock),
                new PolicyCalls(store, by.arns()),
                new InvokeCalls(invoker, events, by.arns()),
                new NeededAccess(by.arns()));
    }

    /** Makes a function of the template callable. To be called at every start, before {@link #start}. */
    public void declare(FunctionSpec spec, FunctionRuntime runtime) {
        Configuration latest = new Configuration(
                spec.name(),
                "$LATEST",
                spec.role().arn(),
                "",
                spec.timeoutSeconds(),
                spec.memoryMb(),
                spec.environment(),
                List.of("x86_64"),
                new Configuration.Code(null, null, spec.codeSha256(), 0),
                Configuration.ImageSettings.NONE,
                spec.handler(),
                Configuration.Progress.ACTIVE,
                settling.now(),
                UUID.randomUUID().toString(),
                Map.of());
        FunctionRecord record = FunctionRecord.of(latest)
                .publish(latest.published("1", null, Configuration.Progress.ACTIVE, latest.lastModified()));
        store.declare(
                spec.alias().isEmpty()
                        ? record
                        : record.withAliases(
                                Map.of(spec.alias(), new Alias(spec.alias(), "1", "", Map.of(), latest.revisionId()))));
        invoker.declare(spec.name(), runtime);
    }

    /** Takes up what an earlier life had: URLs, changes under way, accepted events. */
    public void start() {
        settling.dropUnusedImages();
        urls.resume();
        settling.resume();
        events.resume();
    }

    /** Builds the declared functions' handlers, so that the first deploy does not wait for it. */
    public void prewarm() {
        invoker.prewarm();
    }

    /**
     * Invokes a function and waits, as the service integrations of other services do.
     *
     * @param function name or ARN, with a qualifier or without
     * @param traceHeader X-Ray header of the caller, or null
     * @throws dev.slipway.local.front.AwsException when the function is not there or not ready
     */
    public Outcome invoke(String function, String payload, @Nullable String traceHeader) {
        return invoker.invoke(Invocation.of(function, payload, traceHeader));
    }

    /** Returns the ARN of a function by its name or ARN, with a qualifier or without. */
    public String arn(String function) {
        return arns.of(FunctionName.parse(function, Optional.empty()));
    }

    /** Accepts an event for a function; it is on disk when this returns. */
    public void invokeAsync(String function, String payload, @Nullable String traceHeader) {
        events.accept(Invocation.of(function, payload, traceHeader));
    }

    @Override
    public String signingName() {
        return "lambda";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return routes.accesses(request);
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return routes.handle(request);
    }

    /** Ends the apps, so that no call still waits for one. */
    public void stopApps() {
        urlServer.close();
        fleet.close();
    }

    @Override
    public void close() {
        events.close();
        settling.close();
        stopApps();
        invoker.close();
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to stop the app client: " + e.getMessage(), e);
        }
    }

    private boolean isRouted(AppVersion version) {
        return store.find(version.function())
                .filter(record -> record.routesTo(version.version()))
                .isPresent();
    }
}
