package dev.slipway.local.lambda.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one version of a function.
 *
 * @param code what runs
 * @param handler of a zip function; null for an image
 * @param echoed members that have no effect here but are answered as they were given
 */
public record Configuration(
        String functionName,
        String version,
        String role,
        String description,
        int timeout,
        int memorySize,
        Map<String, String> environment,
        List<String> architectures,
        Code code,
        ImageSettings imageSettings,
        @Nullable String handler,
        Progress progress,
        String lastModified,
        String revisionId,
        Map<String, JsonNode> echoed) {

    public Configuration {
        environment = new TreeMap<>(environment);
        architectures = List.copyOf(architectures);
        echoed = new LinkedHashMap<>(echoed);
    }

    /**
     * What a version runs.
     *
     * @param imageUri as it was given; null for a zip
     * @param resolvedUri the same by digest
     * @param sha256 64 hexadecimal digits of an image's digest, or Base64 of a zip's hash
     */
    public record Code(@Nullable String imageUri, @Nullable String resolvedUri, String sha256, long size) {
        /** Whether this is an image. */
        public boolean isImage() {
            return imageUri != null;
        }
    }

    /** What overrides the image's own start; null keeps it. */
    public record ImageSettings(
            @Nullable List<String> entryPoint,
            @Nullable List<String> command,
            @Nullable String workingDirectory) {
        /** Keeps all of the image. */
        public static final ImageSettings NONE = new ImageSettings(null, null, null);
    }

    /**
     * How far a creation and the last update are.
     *
     * @param state Pending, Active or Failed
     * @param update InProgress, Successful or Failed
     * @param reasonCode of a failure, such as InvalidImage
     */
    public record Progress(
            String state,
            String update,
            @Nullable String reasonCode,
            @Nullable String reason) {
        /** Being created. */
        public static final Progress PENDING = new Progress("Pending", "InProgress", null, null);
        /** At work, with nothing under way. */
        public static final Progress ACTIVE = new Progress("Active", "Successful", null, null);
        /** At work, with an update under way. */
        public static final Progress UPDATING = new Progress("Active", "InProgress", null, null);
        /** A new version that is not ready yet. */
        public static final Progress PUBLISHING = new Progress("Pending", "Successful", null, null);

        /** Whether something is under way. */
        public boolean settling() {
            return state.equals("Pending") || update.equals("InProgress");
        }

        /** Returns how this ends well. */
        public Progress settled() {
            return ACTIVE;
        }

        /** Returns how this ends badly. */
        public Progress failed(String code, String text) {
            boolean created = state.equals("Active");
            return new Progress(created ? state : "Failed", "Failed", code, text);
        }
    }

    /** Returns the log group: the one that LoggingConfig names, or Lambda's own for the function. */
    public String logGroup() {
        JsonNode logging = echoed.get("LoggingConfig");
        return logging != null && logging.path("LogGroup").isTextual()
                ? logging.path("LogGroup").asText()
                : "/aws/lambda/" + functionName;
    }

    /** Returns this configuration, further on; its revision is new. */
    public Configuration withProgress(Progress next) {
        return change(version, description, code, next, lastModified);
    }

    /** Returns this configuration with other code. */
    public Configuration withCode(Code next, Progress state, String modified) {
        return change(version, description, next, state, modified);
    }

    /** Returns this configuration as a published version. */
    public Configuration published(String number, @Nullable String text, Progress state, String modified) {
        return change(number, text == null ? description : text, code, state, modified);
    }

    /** Whether publishing this after the other would publish nothing new. */
    public boolean sameAs(Configuration other) {
        return code.sha256().equals(other.code.sha256())
                && role.equals(other.role)
                && timeout == other.timeout
                && memorySize == other.memorySize
                && environment.equals(other.environment)
                && architectures.equals(other.architectures)
                && imageSettings.equals(other.imageSettings)
                && echoed.equals(other.echoed);
    }

    private Configuration change(String number, String text, Code next, Progress state, String modified) {
        return new Configuration(
                functionName,
                number,
                role,
                text,
                timeout,
                memorySize,
                environment,
                architectures,
                next,
                imageSettings,
                handler,
                state,
                modified,
                UUID.randomUUID().toString(),
                echoed);
    }
}
