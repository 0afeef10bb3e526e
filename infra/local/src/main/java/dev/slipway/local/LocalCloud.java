package dev.slipway.local;

import dev.slipway.local.cloudformation.CloudFormation;
import dev.slipway.local.codebuild.Builds;
import dev.slipway.local.codebuild.CodeBuildService;
import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.eventbridge.EventBridge;
import dev.slipway.local.eventbridge.EventBus;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SignatureCheck;
import dev.slipway.local.lambda.LambdaService;
import dev.slipway.local.lambda.app.AppFleet;
import dev.slipway.local.lambda.app.DockerLauncher;
import dev.slipway.local.lambda.app.HostLauncher;
import dev.slipway.local.lambda.async.EventQueue;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.image.DockerArchive;
import dev.slipway.local.lambda.image.Images;
import dev.slipway.local.logs.CloudWatchLogs;
import dev.slipway.local.logs.LogStore;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        Endpoints endpoints = Endpoints.of(ports, options.traced());
        var containers = parallel.start(docker::answers);
        var stack = parallel.start(() -> readStack(endpoints));
        var principals = parallel.start(() -> new Principals(home.resolve("principals")));
        var bus = new DeferredSink();
        var s3 = parallel.start(() -> shutdown.add(
                new S3(ports.s3(), home.resolve("s3"), principals.get(), eventsOfBuckets(stack, bus), clock)));
        var images = parallel.start(() -> ImageServices.open(home, stack.get(), ports, endpoints, clock, shutdown));
        var tracing = parallel.start(() -> openReceiver(ports));
        LogStore logs = new LogStore(home.resolve("logs"), LOG_BYTES, clock);
        var roles = new Roles(stack.get(), principals.get());
        var functions =
                parallel.start(() -> shutdown.add(new Functions(options, stack.get(), roles, endpoints, logs, clock)));
        containers.get();
        LambdaService lambda = openLambda(stack.get(), images.get(), logs, new SignatureCheck(principals.get(), clock));
        functions.get().declareIn(lambda);
        LambdaCalls calls = shutdown.add(new LambdaCalls(lambda));
        EventBus rules = openBus(stack.get(), calls);
        bus.open(rules);
        makeBuckets(stack.get(), s3.get());
        var builders =
                new BuildServices(stack.get(), roles, endpoints, images.get().builderToken(), environment);
        Builds builds = shutdown.add(builders.open(home.resolve("codebuild"), s3.get(), logs, rules, clock));
        StepFunctionsService workflows = openWorkflows(stack.get(), calls, builds, rules);
        tracing.get();
        List<AwsService> services = List.of(
                new Sts(principals.get(), clock),
                new CloudFormation(stack.get(), createdAt()),
                new EventBridge(rules),
                logsService(stack.get(), logs),
                images.get().ecr(),
                new CodeBuildService(builds),
                lambda,
                workflows);
        shutdown.add(new FrontDoor(ports.front(), services, principals.get(), clock, options.buildId()));
        lambda.start();
        workflows.resume();
        rules.start();
        shutdown.add(CloudFile.write(options, stack.get(), endpoints, roles.cli()));
        parallel.start(() -> {
            lambda.prewarm();
            return true;
        });
    }

    private Stack readStack(Endpoints endpoints) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("Pipeline", PIPELINE);
        parameters.put("CodeBucket", CODE_BUCKET);
        if (endpoints.otlp() != null) {
            parameters.put("OtlpEndpoint", endpoints.otlp());
        }
        String region = environment.getOrDefault("AWS_REGION", "us-east-1");
        Account account = new Account(Account.LOCAL_ID, region);
        return StackReader.read(
                options.template(), new StackSettings(STACK, account, endpoints.registry(), parameters));
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
                .map(url -> shutdown.add(new Forwarder(URI.create(url.replaceAll("/+$", "") + "/v1/traces"), Map.of())))
                .orElse(null);
        TraceStore store = new TraceStore(home.resolve("traces"), TraceStore.Limits.standard());
        shutdown.add(new OtlpReceiver(store, ports.otlp(), forwarder)).start();
        return true;
    }

    private LambdaService openLambda(Stack stack, ImageServices images, LogStore logs, SignatureCheck signatures) {
        RegistryImages source = new RegistryImages(images.store());
        var unpacked = new dev.slipway.local.lambda.image.ImageStore(home.resolve("images"), source);
        HostLauncher host = new HostLauncher(unpacked, home.resolve("apps"), environment);
        DockerLauncher containers = new DockerLauncher(docker, new DockerArchive(source), home.toString());
        return shutdown.add(new LambdaService(new LambdaService.Surroundings(
                home.resolve("lambda"),
                new Arns(stack.account().region(), stack.account().id()),
                clock,
                logs,
                new Images(source),
                List.of(containers, host),
                AppFleet.Patience.DEFAULT,
                request -> signatures.isSigned("lambda", request.method(), request.target(), request.headers()),
                EventQueue.LAMBDA_RETRIES,
                Duration.ZERO)));
    }

    private EventBus openBus(Stack stack, LambdaCalls calls) {
        Account account = stack.account();
        Path folder = home.resolve("events");
        return shutdown.add(new EventBus(Rules.of(stack), folder, calls, clock, account.id(), account.region()));
    }

    private StepFunctionsService openWorkflows(Stack stack, LambdaCalls calls, Builds builds, EventSink bus) {
        Account account = stack.account();
        StepFunctionsService workflows = shutdown.add(new StepFunctionsService(
                home.resolve("stepfunctions"),
                account.region(),
                account.id(),
                clock,
                List.of(
                        new LambdaInvokeTask(calls),
                        new StartBuildSyncTask(request -> BuildServices.start(builds, request)),
                        new PutEventsTask(bus)),
                bus));
        for (Declared.StateMachine machine : stack.all(Declared.StateMachine.class)) {
            workflows.put(machine.name(), machine.definition(), machine.roleArn());
        }
        return workflows;
    }

    private void makeBuckets(Stack stack, S3 s3) throws IOException {
        stack.all(Declared.Bucket.class).forEach(bucket -> s3.ensureBucket(bucket.name()));
        s3.ensureBucket(CODE_BUCKET);
        s3.put(
                CODE_BUCKET,
                stack.parameters().getOrDefault("CodeBuildKey", "codebuild.zip"),
                CodeArchive.pack(options.infra().resolve("codebuild"), options.functionsJar()));
    }

    private static CloudWatchLogs logsService(Stack stack, LogStore logs) {
        stack.all(Declared.LogGroup.class).forEach(group -> logs.ensure(group.name()));
        return new CloudWatchLogs(logs, stack.account().arn("logs", "log-group:"));
    }

    /** When the stack was created: at the first start on this home. */
    private Instant createdAt() throws IOException {
        Path file = home.resolve("created");
        if (!Files.exists(file)) {
            WholeFile.write(file, clock.instant().toString().getBytes(StandardCharsets.UTF_8));
        }
        return Instant.parse(Files.readString(file));
    }
}
