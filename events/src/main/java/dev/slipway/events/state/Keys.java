package dev.slipway.events.state;

import dev.slipway.events.AppName;
import dev.slipway.events.DeploymentId;

/** Where things stand in the pipeline's bucket. One key has one writer, and one prefix one purpose. */
public final class Keys {
    /** Archives of source, by the hash of what is in them. */
    public static final String SOURCES = "sources/";

    /** Uploads that deploy by themselves. */
    public static final String INCOMING = "incoming/";

    /** How the key of an answer beside an upload ends, which is no upload itself. */
    public static final String RESULT = ".result.json";

    /** Desired states: the only prefix that wakes the launcher. */
    public static final String DESIRED = "desired/";

    private Keys() {}

    /** Returns the key of a source archive by the hexadecimal SHA-256 of its bytes. */
    public static String source(String app, String sha256) {
        return SOURCES + AppName.require(app) + "/" + sha256 + ".tar.zst";
    }

    public static String desired(String app) {
        return DESIRED + AppName.require(app) + ".json";
    }

    public static String live(String app) {
        return app(app) + "live.json";
    }

    public static String appRecord(String app) {
        return app(app) + "app.json";
    }

    public static String deployments(String app) {
        return app(app) + "deployments/";
    }

    public static String deployment(String app, String deploymentId) {
        return deployments(app) + id(deploymentId) + ".json";
    }

    public static String versions(String app) {
        return app(app) + "versions/";
    }

    /** Returns the key of a version; numbers are not padded. */
    public static String version(String app, long version) {
        return versions(app) + version + ".json";
    }

    public static String environment(String app, String revision) {
        return app(app) + "env/" + revision + ".json";
    }

    public static String plan(String app, String deploymentId) {
        return build(app, deploymentId) + "plan.json";
    }

    public static String buildResult(String app, String deploymentId) {
        return build(app, deploymentId) + "result.json";
    }

    public static String buildProgress(String app, String deploymentId) {
        return build(app, deploymentId) + "progress.jsonl";
    }

    /** Returns where the answer to {@code incoming/<app>/<name>} stands beside it, for whoever looks there. */
    public static String resultBeside(String app, String name) {
        return INCOMING + AppName.require(app) + "/" + name + RESULT;
    }

    /** Returns where the answer to {@code incoming/<app>/<name>} stands, among answers alone. */
    public static String result(String app, String name) {
        return "results/" + AppName.require(app) + "/" + name + ".json";
    }

    /** Returns the prefix of all state of an app but its desired state. */
    public static String app(String app) {
        return "apps/" + AppName.require(app) + "/";
    }

    private static String build(String app, String deploymentId) {
        return "builds/" + AppName.require(app) + "/" + id(deploymentId) + "/";
    }

    private static String id(String deploymentId) {
        if (!DeploymentId.isValid(deploymentId)) {
            throw new IllegalArgumentException("deploymentId must be a ULID");
        }
        return deploymentId;
    }
}
