package dev.slipway.local;

import dev.slipway.local.cloudformation.CloudFormation;
import dev.slipway.local.codebuild.Builds;
import dev.slipway.local.codebuild.CodeBuildService;
import dev.slipway.local.eventbridge.EventArchive;
import dev.slipway.local.eventbridge.EventBridge;
import dev.slipway.local.eventbridge.EventBus;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SignatureCheck;
import dev.slipway.local.iam.AccessLog;
import dev.slipway.local.iam.AccessRecorder;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.lambda.LambdaService;
import dev.slipway.local.lambda.app.AppFleet;
import dev.slipway.local.lambda.app.DockerLauncher;
import dev.slipway.local.lambda.app.EngineImages;
import dev.slipway.local.lambda.app.HostLauncher;
import dev.slipway.local.lambda.async.EventQueue;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.image.DockerArchive;
import dev.slipway.local.lambda.image.Images;
import dev.slipway.local.logs.CloudWatchLogs;
import dev.slipway.local.logs.LogDelivery;
import dev.slipway.local.logs.LogStore;
import dev.slipway.local.logs.NeededAccess;
import dev.slipway.local.logs.RoleLogs;
import dev.slipway.local.otlp.Forwarder;
import dev.slipway.local.otlp.OtlpReceiver;
import dev.slipway.local.otlp.TraceStore;
import dev.slipway.local.s3.S3;
import dev.slipway.local.stepfunctions.StepFunctionsService;
import dev.slipway.local.stepfunctions.task.LambdaInvokeTask;
import dev.slipway.local.stepfunctions.task.PutEventsTask;
import dev.slipway.local.stepfunctions.task.StartBuildSyncTask;
import dev.slipway.local.sts.Sts;
import dev.slipway.local.template.Account;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import dev.slipway.local.template.StackReader;
import dev.slipway.local.template.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A running local cloud. What it runs is the template's; where it runs and what it keeps is under its home. Everything
 * that a call changed is on disk when the call is answered, so ending the process in any way loses nothing.
 */
final class LocalCloud implements AutoCloseable {
    /** Locally the pipeline is always called so; its stack and buckets follow from it. */
    private static final String PIPELINE = "local";

    private static final String STACK = "slipway-" + PIPELINE;
    private static final String CODE_BUCKET = "slipway-code-" + PIPELINE;
    private static final long LOG_BYTES = 256L << 20;

    private final Options options;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Shutdown shutdown;
    private final Parallel parallel = new Parallel();
    private final Path home;
    private final DockerCommand docker;

    private LocalCloud(Options options, Map<String, String> environment, Clock clock, Shutdown shutdown) {
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.shutdown = shutdown;
        this.home = options.home();
        this.docker = new DockerCommand(clock);
    }

    /**
     * Starts a local cloud; everything answers when this returns.
     *
     * @param environment of this process; builds and apps on the host get PATH and their like from it
     * @throws RuntimeException why it cannot start, with nothing left running
     */
    static LocalCloud start(Options options, Map<String, String> environment, Clock clock) throws IOException {
        Shutdown shutdown = new Shutdown();
        try {
            shutdown.add(InstanceLock.acquire(options.home()));
            CloudFile.clear(options.home());
            LocalCloud cloud = new LocalCloud(options, environment, clock, shutdown);
            cloud.open();
            return cloud;
        } catch (IOException | RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    @Override
    public void close() {
        parallel.close();
        shutdown.close();
    }

    private void open() throws IOException {
        Ports ports = Ports.reserve(home.resolve("ports.json"));
        Origin origin = Origin.of(home, clock.instant(), environment.getOrDefault("AWS_REGION", "us-east-1"));
        Endpoints endpoints = Endpoints.of(ports, options.traced());
        Permissions permissions = openPermissions();
        var containers = parallel.start(docker::answers);
        var stacks = parallel.start(() -> readStack(endpoints, origin));
        var principals = parallel.start(() -> new Principals(home.resolve("principals")));
        var bus = new DeferredSink();
        var s3 = parallel.start(() -> openBuckets(ports, stacks, principals, permissions, bus));
        var images = parallel.start(() -> openImages(stacks.get(), ports, endpoints, permissions));
        var tracing = parallel.start(() -> openReceiver(ports));
        Stack stack = stacks.get();
        LogStore store = openLogs(stack);
        Roles roles = new Roles(stack, principals.get(), permissions);
        String groups = stack.account().arn("logs", "log-group:");
        RoleLogs logs = new RoleLogs(store, permissions, new NeededAccess(groups));
        var functions =
                parallel.start(() -> shutdown.add(new Functions(options, stack, roles, endpoints, logs, clock)));
        containers.get();
        LambdaService lambda =
                openLambda(stack, images.get(), logs, permissions, new SignatureCheck(principals.get(), clock));
        functions.get().declareIn(lambda);
        LambdaCalls calls = shutdown.add(new LambdaCalls(lambda, permissions));
        EventBus rules = openBus(stack, calls);
        bus.open(rules);
        var projects = new BuildServices(
                stack, roles, permissions, endpoints, images.get().builderToken(), environment);
        Builds builds = shutdown.add(projects.open(home.resolve("codebuild"), s3.get(), logs, rules, clock));
        StepFunctionsService workflows =
                openWorkflows(stack, calls, (request, role) -> projects.start(builds, request, role), rules);
        tracing.get();
        List<AwsService> services = List.of(
                new Sts(principals.get(), clock),
                new CloudFormation(stack, origin.createdAt()),
                new EventBridge(rules, stack.account().arn("events", "")),
                new CloudWatchLogs(store, groups),
                images.get().ecr(),
                new CodeBuildService(builds, stack.account().arn("codebuild", "project/")),
                lambda,
                workflows);
        shutdown.add(new FrontDoor(ports.front(), services, principals.get(), permissions, clock, options.buildId()));
        goOn(lambda, workflows, rules, s3.get());
        shutdown.add(CloudFile.write(options, stack, endpoints, roles));
        parallel.start(() -> prewarm(lambda));
    }

    /** Only when all is there what an earlier run left may go on: it calls the services through the front door. */
    private void goOn(LambdaService lambda, StepFunctionsService workflows, EventBus rules, S3 s3) {
        // The first to end: a call that waits for an app would hold up the end of all else.
        shutdown.add(lambda::stopApps);
        lambda.start();
        workflows.resume();
        rules.start();
        s3.raiseLeftEvents();
    }

    private LogStore openLogs(Stack stack) {
        LogStore store = new LogStore(home.resolve("logs"), LOG_BYTES, clock);
        stack.all(Declared.LogGroup.class).forEach(group -> store.ensure(group.name()));
        return store;
    }

    private Permissions openPermissions() throws IOException {
        String file = environment.getOrDefault("SLIPWAY_ACCESS_LOG", "");
        return new Permissions(file.isEmpty() ? AccessRecorder.NONE : shutdown.add(new AccessLog(Path.of(file))));
    }

    private ImageServices openImages(Stack stack, Ports ports, Endpoints endpoints, Permissions permissions)
            throws IOException {
        return new ImageServices.Opening(home, stack, endpoints, permissions, clock).open(ports, shutdown);
    }

    private Stack readStack(Endpoints endpoints, Origin origin) {
        Map<String, String> parameters =
                new HashMap<>(StackSettings.overrides(environment.getOrDefault("SLIPWAY_PARAMETERS", "")));
        parameters.put("Pipeline", PIPELINE);
        // There are no layers here; who names one runs its collector at the same address.
        parameters.putIfAbsent("CollectorLayer", "none");
        parameters.put("CodeBucket", CODE_BUCKET);
        // Apps are called as they are here, and whoever tries things out waits for no scanner.
        parameters.putIfAbsent("AdapterImage", "");
        parameters.putIfAbsent("SbomScannerImage", "");
        if (endpoints.otlp() != null) {
            // Who names another one has the functions export there, past the receiver.
            parameters.putIfAbsent("OtlpEndpoint", endpoints.otlp());
        }
        Account account = new Account(Account.LOCAL_ID, origin.region());
        return StackReader.read(
                options.template(), new StackSettings(STACK, account, endpoints.registry(), parameters));
    }

    private S3 openBuckets(
            Ports ports,
            Parallel.Started<Stack> stacks,
            Parallel.Started<Principals> principals,
            Permissions permissions,
            EventSink bus)
            throws IOException {
        EventSink events = eventsOfBuckets(stacks, bus);
        S3 s3 = shutdown.add(new S3(ports.s3(), home.resolve("s3"), principals.get(), permissions, events, clock));
        stacks.get().all(Declared.Bucket.class).forEach(bucket -> s3.ensureBucket(bucket.name()));
        s3.ensureBucket(CODE_BUCKET);
        String key = stacks.get().parameters().getOrDefault("CodeBuildKey", "codebuild.zip");
        new CodeArchive(options.infra().resolve("codebuild"), options.functionsJar())
                .store(s3, CODE_BUCKET, key, home.resolve("code.txt"));
        return s3;
    }

    /** Loads the handlers' classes while nobody waits for them. */
    private static boolean prewarm(LambdaService lambda) {
        lambda.prewarm();
        return true;
    }

    /** Buckets send events where the template says so, and the others none. */
    private static EventSink eventsOfBuckets(Parallel.Started<Stack> stack, EventSink bus) {
        return event -> {
            Set<String> raising = new HashSet<>();
            for (Declared.Bucket bucket : stack.get().all(Declared.Bucket.class)) {
                if (bucket.raisesEvents()) {
                    raising.add(bucket.name());
                }
            }
            if (raising.contains(event.at("/detail/bucket/name").asText())) {
                bus.publish(event);
            }
        };
    }

    private boolean openReceiver(Ports ports) throws IOException {
        if (!options.traced()) {
            return false;
        }
        Forwarder forwarder = options.otlp()
                .map(url -> shutdown.add(new Forwarder(URI.create(url.replaceAll("/+$", "") + "/v1/traces"))))
                .orElse(null);
        TraceStore store = new TraceStore(home.resolve("traces"), TraceStore.Limits.standard());
        shutdown.add(new OtlpReceiver(store, ports.otlp(), forwarder)).start();
        return true;
    }

    private LambdaService openLambda(
            Stack stack, ImageServices images, LogDelivery logs, Permissions permissions, SignatureCheck signatures) {
        RegistryImages source = new RegistryImages(images.store());
        var unpacked = new dev.slipway.local.lambda.image.ImageStore(home.resolve("images"), source);
        HostLauncher host = new HostLauncher(unpacked, home.resolve("apps"), environment);
        DockerLauncher containers = new DockerLauncher(
                docker, new EngineImages(new DockerArchive(source), Optional.of(images.access())), home.toString());
        return shutdown.add(new LambdaService(new LambdaService.Surroundings(
                home.resolve("lambda"),
                new Arns(stack.account().region(), stack.account().id()),
                clock,
                logs,
                new Images(source),
                new LambdaAccess(stack.account(), permissions),
                List.of(containers, host),
                AppFleet.Patience.DEFAULT,
                new UrlCallers(signatures, permissions),
                EventQueue.LAMBDA_RETRIES,
                Duration.ZERO)));
    }

    private EventBus openBus(Stack stack, LambdaCalls calls) throws IOException {
        Account account = stack.account();
        Path folder = home.resolve("events");
        EventBus bus =
                shutdown.add(new EventBus(Rules.of(stack), folder, calls, clock, account.id(), account.region()));
        String file = environment.getOrDefault("SLIPWAY_EVENT_ARCHIVE", "");
        if (!file.isEmpty()) {
            bus.archiveIn(shutdown.add(new EventArchive(Path.of(file))));
        }
        return bus;
    }

    private StepFunctionsService openWorkflows(
            Stack stack, LambdaCalls calls, StartBuildSyncTask.Builds builds, EventSink bus) {
        Account account = stack.account();
        StepFunctionsService workflows = shutdown.add(new StepFunctionsService(
                home.resolve("stepfunctions"),
                account.region(),
                account.id(),
                clock,
                List.of(new LambdaInvokeTask(calls), new StartBuildSyncTask(builds), new PutEventsTask(bus)),
                bus));
        for (Declared.StateMachine machine : stack.all(Declared.StateMachine.class)) {
            workflows.put(machine.name(), machine.definition(), machine.roleArn());
        }
        return workflows;
    }
}
