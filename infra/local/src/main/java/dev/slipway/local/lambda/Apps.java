package dev.slipway.local.lambda;

import dev.slipway.local.lambda.app.AppFailure;
import dev.slipway.local.lambda.app.AppFleet;
import dev.slipway.local.lambda.app.AppRuntime;
import dev.slipway.local.lambda.app.AppVersion;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.image.Image;
import dev.slipway.local.lambda.image.Images;
import dev.slipway.local.lambda.image.InvalidImageException;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.HttpClient;

/** Runs image functions: finds the image behind a configuration, and the app behind the image. */
final class Apps {
    private final Images images;
    private final AppFleet fleet;
    private final HttpClient client;
    private final String region;
    private final Map<String, Image> resolved = new ConcurrentHashMap<>();

    Apps(Images images, AppFleet fleet, HttpClient client, String region) {
        this.images = images;
        this.fleet = fleet;
        this.client = client;
        this.region = region;
    }

    /** Gets a version's image ready to start. */
    void prepare(Configuration function) throws IOException {
        if (function.code().isImage()) {
            AppVersion version = version(function);
            fleet.launcher(version).prepare(version.image());
        }
    }

    FunctionRuntime runtime(Configuration function) throws IOException {
        return new AppRuntime(version(function), fleet, client);
    }

    AppFleet.Lease lease(Configuration function) throws IOException, AppFailure {
        return fleet.lease(version(function));
    }

    void retain(Set<String> digests) throws IOException {
        fleet.retain(digests);
    }

    void stop(String function) {
        fleet.stop(function);
    }

    private AppVersion version(Configuration function) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_REGION", region);
        environment.putAll(function.environment());
        Configuration.ImageSettings settings = function.imageSettings();
        return new AppVersion(
                function.functionName(),
                function.version(),
                key(function),
                function.role(),
                image(function),
                new AppVersion.Overrides(settings.entryPoint(), settings.command(), settings.workingDirectory()),
                environment,
                function.timeout(),
                function.memorySize(),
                function.logGroup());
    }

    /** Unlike for any two configurations that would run differently; progress and revision ids do not count. */
    private static String key(Configuration function) {
        return String.join(
                "|",
                function.functionName(),
                function.version(),
                function.code().sha256(),
                function.lastModified(),
                String.valueOf(function.timeout()));
    }

    private Image image(Configuration function) throws IOException {
        String uri = function.code().resolvedUri();
        if (uri == null) {
            throw new IOException(function.functionName() + " has no image");
        }
        Image known = resolved.get(uri);
        if (known != null) {
            return known;
        }
        try {
            Image image = images.resolve(uri);
            resolved.put(uri, image);
            return image;
        } catch (InvalidImageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
