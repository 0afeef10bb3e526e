package dev.slipway.cli.pipeline;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.events.Codec;
import dev.slipway.events.NewerSchemaException;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.BuildResult;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads what the pipeline keeps in its bucket. */
public final class Records {
    private static final String JSON = ".json";

    private final Site site;
    private final Clients clients;

    Records(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    public Optional<DeploymentRecord> deployment(String app, String deploymentId) {
        return read(Keys.deployment(app, deploymentId), DeploymentRecord.class);
    }

    /** Returns the newest deployments first. */
    public List<DeploymentRecord> deployments(String app, int limit) {
        return deploymentIds(app, "").stream()
                .limit(limit)
                .map(id -> deployment(app, id))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the ids of an app's deployments that begin so, the newest first. */
    public List<String> deploymentIds(String app, String prefix) {
        String folder = Keys.deployments(app);
        return keys(folder + prefix).stream()
                .filter(key -> key.endsWith(JSON))
                .map(key -> key.substring(folder.length(), key.length() - JSON.length()))
                // The ids are ULIDs: their order is that of time.
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    public Optional<LiveState> live(String app) {
        return read(Keys.live(app), LiveState.class);
    }

    public Optional<VersionRecord> version(String app, long version) {
        return read(Keys.version(app, version), VersionRecord.class);
    }

    /** Returns the newest versions first. */
    public List<VersionRecord> versions(String app, int limit) {
        return keys(Keys.versions(app)).stream()
                .map(key -> key.substring(Keys.versions(app).length(), key.length() - JSON.length()))
                .map(Long::valueOf)
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .map(number -> version(app, number))
                .flatMap(Optional::stream)
                .toList();
    }

    public Optional<EnvironmentRecord> environment(String app, String revision) {
        return read(Keys.environment(app, revision), EnvironmentRecord.class);
    }

    public Optional<BuildResult> buildResult(String app, String deploymentId) {
        return read(Keys.buildResult(app, deploymentId), BuildResult.class);
    }

    /** Returns the apps that the pipeline knows, by name. */
    public List<String> apps() {
        return clients
                .s3()
                .listObjectsV2Paginator(
                        request -> request.bucket(site.bucket()).prefix("apps/").delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(prefix -> prefix.prefix()
                        .substring("apps/".length(), prefix.prefix().length() - 1))
                .sorted()
                .toList();
    }

    List<String> keys(String prefix) {
        return clients
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(site.bucket()).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private <T extends Record> Optional<T> read(String key, Class<T> type) {
        try {
            return Optional.of(Codec.read(
                    clients.s3()
                            .getObjectAsBytes(
                                    request -> request.bucket(site.bucket()).key(key))
                            .asUtf8String(),
                    type));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (NewerSchemaException e) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE, "failed to read " + key + ": " + e.getMessage(), "upgrade the command", e);
        } catch (S3Exception e) {
            // Without the right to list, S3 does not say that a key is missing.
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
