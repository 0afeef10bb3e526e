package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.lambda.function.Alias;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes functions as the API answers them. */
final class Rendering {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Arns arns;

    Rendering(Arns arns) {
        this.arns = arns;
    }

    /**
     * Writes a configuration.
     *
     * @param qualifier as the caller asked for it; the ARN carries the same
     */
    ObjectNode configuration(Configuration function, @Nullable String qualifier) {
        ObjectNode node = JSON.createObjectNode();
        node.put("FunctionName", function.functionName());
        node.put("FunctionArn", arns.function(function.functionName(), qualifier));
        node.put("Role", function.role());
        node.put("CodeSize", function.code().isImage() ? 0 : function.code().size());
        node.put("CodeSha256", function.code().sha256());
        node.put("Description", function.description());
        node.put("Timeout", function.timeout());
        node.put("MemorySize", function.memorySize());
        node.put("LastModified", function.lastModified());
        node.put("Version", function.version());
        node.put("RevisionId", function.revisionId());
        node.put("PackageType", function.code().isImage() ? "Image" : "Zip");
        if (!function.environment().isEmpty()) {
            node.putObject("Environment").set("Variables", JSON.valueToTree(function.environment()));
        }
        node.set("Architectures", JSON.valueToTree(function.architectures()));
        node.putObject("TracingConfig").put("Mode", "PassThrough");
        node.putObject("EphemeralStorage").put("Size", 512);
        node.putObject("SnapStart").put("ApplyOn", "None").put("OptimizationStatus", "Off");
        node.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", function.logGroup());
        if (function.handler() != null) {
            node.put("Runtime", "java17").put("Handler", function.handler());
        }
        image(node, function.imageSettings());
        function.echoed().forEach(node::set);
        progress(node, function.progress());
        return node;
    }

    /** Writes a version that was just published or listed: its ARN has its number. */
    ObjectNode version(Configuration function) {
        return configuration(function, function.version());
    }

    private static void image(ObjectNode node, Configuration.ImageSettings settings) {
        if (settings.equals(Configuration.ImageSettings.NONE)) {
            return;
        }
        ObjectNode image = node.putObject("ImageConfigResponse").putObject("ImageConfig");
        putList(image, "EntryPoint", settings.entryPoint());
        putList(image, "Command", settings.command());
        if (settings.workingDirectory() != null) {
            image.put("WorkingDirectory", settings.workingDirectory());
        }
    }

    private static void putList(ObjectNode node, String name, @Nullable List<String> values) {
        if (values != null) {
            node.set(name, JSON.valueToTree(values));
        }
    }

    private static void progress(ObjectNode node, Configuration.Progress progress) {
        node.put("State", progress.state());
        node.put("LastUpdateStatus", progress.update());
        if (progress.state().equals("Pending")) {
            node.put("StateReason", "The function is being created.").put("StateReasonCode", "Creating");
        }
        if (progress.reason() != null) {
            node.put("LastUpdateStatusReason", progress.reason())
                    .put("LastUpdateStatusReasonCode", progress.reasonCode());
            if (progress.state().equals("Failed")) {
                node.put("StateReason", progress.reason()).put("StateReasonCode", progress.reasonCode());
            }
        }
    }

    ObjectNode function(Configuration function, @Nullable String qualifier) {
        ObjectNode node = JSON.createObjectNode();
        node.set("Configuration", configuration(function, qualifier));
        ObjectNode code = node.putObject("Code");
        if (function.code().isImage()) {
            code.put("RepositoryType", "ECR");
            code.put("ImageUri", function.code().imageUri());
            code.put("ResolvedImageUri", function.code().resolvedUri());
        } else {
            code.put("RepositoryType", "S3");
        }
        return node;
    }

    ObjectNode alias(String function, Alias alias) {
        ObjectNode node = JSON.createObjectNode()
                .put("AliasArn", arns.function(function, alias.name()))
                .put("Name", alias.name())
                .put("FunctionVersion", alias.version())
                .put("Description", alias.description())
                .put("RevisionId", alias.revisionId());
        if (!alias.weights().isEmpty()) {
            node.putObject("RoutingConfig").set("AdditionalVersionWeights", JSON.valueToTree(alias.weights()));
        }
        return node;
    }

    ObjectNode url(String function, FunctionUrl url) {
        String qualifier = url.qualifier().equals(FunctionName.LATEST) ? null : url.qualifier();
        ObjectNode node = JSON.createObjectNode()
                .put("FunctionUrl", url.url())
                .put("FunctionArn", arns.function(function, qualifier))
                .put("AuthType", url.authType())
                .put("CreationTime", url.created())
                .put("LastModifiedTime", url.modified())
                .put("InvokeMode", "BUFFERED");
        for (var member : url.echoed().entrySet()) {
            node.set(member.getKey(), member.getValue());
        }
        return node;
    }

    /** Writes the page of a list that the call asks for; a marker is the number of items before its page. */
    static ObjectNode page(String member, List<? extends JsonNode> all, Call call) {
        int begin = call.query("Marker")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
        int size = call.query("MaxItems")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(Integer::parseInt)
                .orElse(50);
        ObjectNode node = JSON.createObjectNode();
        var items = node.putArray(member);
        all.stream().skip(begin).limit(size).forEach(items::add);
        if (begin + size < all.size()) {
            node.put("NextMarker", String.valueOf(begin + size));
        }
        return node;
    }
}
