package dev.slipway.steps.launcher;

import dev.slipway.events.plan.Auth;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.VersionRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;

/**
 * The functions that apps run as: one function per app, one published version per version of the app, and the alias
 * {@value #ALIAS} that traffic follows.
 *
 * <p>Configuration goes first and code with publish second, each settled before the next; what was published is read back,
 * since Lambda answers with an older version when it sees no change.
 */
final class AppFunctions {
    static final String ALIAS = "live";
    static final String VERSION_VARIABLE = "SLIPWAY_VERSION";

    private final LambdaClient lambda;
    private final Settings settings;
    private final AppUrls urls;

    AppFunctions(LambdaClient lambda, Settings settings) {
        this.lambda = lambda;
        this.settings = settings;
        this.urls = new AppUrls(lambda);
    }

    String name(String app) {
        return settings.prefix() + app;
    }

    /** Says whether traffic of the app goes to a published version, and to no other. */
    boolean serves(String app, String functionVersion) {
        return alias(app)
                .filter(alias -> alias.functionVersion().equals(functionVersion) && alias.routingConfig() == null)
                .isPresent();
    }

    /** Sends an event to what is live, for Lambda to deliver when it can; to nobody where the app is being destroyed. */
    void callLater(String app, String event) {
        try {
            lambda.invoke(call -> call.functionName(name(app))
                    .qualifier(ALIAS)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(event)));
        } catch (ResourceNotFoundException e) {
            // It has no image to keep.
        }
    }

    /** Publishes a version and returns Lambda's number of it; nothing when it is not ready in time. */
    Optional<String> publish(
            VersionRecord version, Map<String, EnvironmentEntry> environment, DesiredState desired, Instant until) {
        String name = name(version.app());
        Optional<String> there = published(name, version);
        if (there.isPresent()) {
            return there;
        }
        FunctionShape shape = new FunctionShape(settings, version, environment);
        try {
            if (!exists(name)) {
                lambda.createFunction(shape.create(name));
            } else {
                if (!settled(name, until)) {
                    return Optional.empty();
                }
                lambda.updateFunctionConfiguration(shape.configure(name));
            }
            if (!settled(name, until)) {
                return Optional.empty();
            }
            UpdateFunctionCodeResponse published = lambda.updateFunctionCode(
                    call -> call.functionName(name).imageUri(version.image()).publish(true));
            return ready(name, published.version(), until)
                    .filter(configuration -> isVersion(configuration, version))
                    .map(FunctionConfiguration::version);
        } catch (ResourceConflictException | PreconditionFailedException e) {
            // Somebody else's update of this function is under way; the next call sees what came of it.
            return Optional.empty();
        }
    }

    /** Moves all traffic to a published version and returns the app's URL; nothing when another moved it meanwhile. */
    Optional<String> switchTo(String app, String functionVersion, Auth auth) {
        String name = name(app);
        Optional<GetAliasResponse> alias = alias(app);
        try {
            if (alias.isEmpty()) {
                lambda.createAlias(call -> call.functionName(name).name(ALIAS).functionVersion(functionVersion));
            } else if (!alias.get().functionVersion().equals(functionVersion)) {
                lambda.updateAlias(call -> call.functionName(name)
                        .name(ALIAS)
                        .functionVersion(functionVersion)
                        .routingConfig(routing -> routing.additionalVersionWeights(Map.of()))
                        .revisionId(alias.get().revisionId()));
            }
        } catch (ResourceConflictException | PreconditionFailedException e) {
            return Optional.empty();
        }
        String url = urls.ensure(name, auth);
        return serves(app, functionVersion) ? Optional.of(url) : Optional.empty();
    }

    private boolean exists(String name) {
        try {
            lambda.getFunctionConfiguration(call -> call.functionName(name));
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    private Optional<GetAliasResponse> alias(String app) {
        try {
            return Optional.of(
                    lambda.getAlias(call -> call.functionName(name(app)).name(ALIAS)));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Looks for a version that an earlier call, or the deployment that made it, has published already. */
    private Optional<String> published(String name, VersionRecord version) {
        try {
            return lambda.listVersionsByFunctionPaginator(call -> call.functionName(name)).versions().stream()
                    .filter(configuration -> !"$LATEST".equals(configuration.version()))
                    .filter(configuration -> isVersion(configuration, version))
                    .map(FunctionConfiguration::version)
                    .reduce((earlier, later) -> later);
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean isVersion(FunctionConfiguration configuration, VersionRecord version) {
        return configuration.packageType() == PackageType.IMAGE
                && configuration.environment() != null
                && Long.toString(version.version())
                        .equals(configuration.environment().variables().get(VERSION_VARIABLE))
                && version.runDigest().endsWith(configuration.codeSha256());
    }

    private boolean settled(String name, Instant until) {
        return Settling.await(until, () -> {
                    var now = lambda.getFunctionConfiguration(call -> call.functionName(name));
                    return now.state() != State.PENDING && now.lastUpdateStatus() != LastUpdateStatus.IN_PROGRESS
                            ? Optional.of(now)
                            : Optional.empty();
                })
                .isPresent();
    }

    private Optional<FunctionConfiguration> ready(String name, String functionVersion, Instant until) {
        return Settling.await(until, () -> {
            FunctionConfiguration now = lambda.getFunction(
                            call -> call.functionName(name).qualifier(functionVersion))
                    .configuration();
            return now.state() == State.PENDING ? Optional.empty() : Optional.of(now);
        });
    }

    /** What the template says of apps' functions. */
    record Settings(String prefix, String roleArn, int memoryMiB, String architecture) {}
}
