package dev.slipway.steps.launcher;

import dev.slipway.events.plan.RunConfig;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.VersionRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What the function of an app looks like for one version of it. */
final class FunctionShape {
    private static final int TIMEOUT_SECONDS = 30;

    private final AppFunctions.Settings settings;
    private final VersionRecord version;
    private final Map<String, EnvironmentEntry> environment;

    FunctionShape(AppFunctions.Settings settings, VersionRecord version, Map<String, EnvironmentEntry> environment) {
        this.settings = settings;
        this.version = version;
        this.environment = environment;
    }

    CreateFunctionRequest create(String name) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .description(description())
                .packageType(PackageType.IMAGE)
                .code(code -> code.imageUri(version.image()))
                .imageConfig(imageConfig())
                .role(settings.roleArn())
                .architectures(Architecture.fromValue(settings.architecture()))
                .memorySize(settings.memoryMiB())
                .timeout(TIMEOUT_SECONDS)
                .environment(variables())
                .build();
    }

    UpdateFunctionConfigurationRequest configure(String name) {
        return UpdateFunctionConfigurationRequest.builder()
                .functionName(name)
                .description(description())
                .imageConfig(imageConfig())
                .role(settings.roleArn())
                .memorySize(settings.memoryMiB())
                .timeout(TIMEOUT_SECONDS)
                .environment(variables())
                .build();
    }

    private String description() {
        return version.app() + " v" + version.version() + ", deployment " + version.deploymentId();
    }

    private ImageConfig imageConfig() {
        String command = version.config().command();
        return command == null
                ? ImageConfig.builder().build()
                : ImageConfig.builder()
                        .entryPoint(List.of("/bin/sh", "-c"))
                        .command(command)
                        .build();
    }

    /** The app's own variables, then ours: an app cannot pretend to be another version. */
    private Environment variables() {
        RunConfig config = version.config();
        Map<String, String> variables = new TreeMap<>(config.env());
        environment.forEach((name, entry) -> variables.put(name, entry.value()));
        String port = Integer.toString(config.port());
        variables.put("PORT", port);
        variables.put("AWS_LWA_PORT", port);
        variables.put("AWS_LWA_READINESS_CHECK_PATH", config.health().path());
        variables.put("SLIPWAY_APP", version.app());
        variables.put("SLIPWAY_DEPLOYMENT_ID", version.deploymentId());
        variables.put(AppFunctions.VERSION_VARIABLE, Long.toString(version.version()));
        return Environment.builder().variables(variables).build();
    }
}
