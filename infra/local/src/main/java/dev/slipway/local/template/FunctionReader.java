package dev.slipway.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads AWS::Serverless::Function, and makes of its alias and events what SAM makes of them. */
final class FunctionReader {
    /** EventBridge's own defaults: a day, and as many attempts as fit in it. */
    private static final int RETRY_ATTEMPTS = 185;

    private static final int RETRY_SECONDS = 86_400;

    private final StackSettings settings;

    FunctionReader(StackSettings settings) {
        this.settings = settings;
    }

    List<Declared> read(ResourceNode resource, String name, Properties properties) {
        String arn = settings.account().arn("lambda", "function:" + name);
        Optional<String> alias = properties.optional("AutoPublishAlias");
        String invoked = alias.map(published -> arn + ":" + published).orElse(arn);
        if (!properties.optional("PackageType").orElse("Zip").equals("Zip")) {
            throw new TemplateException(
                    properties.placeOf("PackageType"), "PackageType of a declared function not implemented: Image");
        }
        List<Declared> declared = new ArrayList<>();
        declared.add(new Declared.Function(
                resource.logicalId(),
                name,
                arn,
                properties.optional("Description").orElse(""),
                properties.text("Handler"),
                runtime(properties),
                properties.text("CodeUri"),
                properties.number("MemorySize", 128),
                properties.number("Timeout", 3),
                properties.text("Role"),
                properties.under("LoggingConfig").optional("LogGroup").orElse("/aws/lambda/" + name),
                properties.under("Environment").texts("Variables"),
                properties.optional("Tracing").orElse("PassThrough").equals("Active"),
                onFailure(properties),
                alias));
        alias.ifPresent(
                published -> declared.add(new Declared.Alias(resource.logicalId() + "Alias" + published, invoked)));
        for (Map.Entry<String, Properties> event : properties.parts("Events").entrySet()) {
            declared.add(rule(resource.logicalId() + event.getKey(), event.getValue(), invoked));
        }
        return declared;
    }

    private static Optional<String> onFailure(Properties properties) {
        Properties destination =
                properties.under("EventInvokeConfig").under("DestinationConfig").under("OnFailure");
        destination.optional("Type").filter(type -> !type.equals("SQS")).ifPresent(type -> {
            throw new TemplateException(destination.placeOf("Type"), "type of destination not implemented: " + type);
        });
        return destination.optional("Destination");
    }

    private static String runtime(Properties properties) {
        String runtime = properties.text("Runtime");
        if (!runtime.startsWith("java")) {
            throw new TemplateException(properties.placeOf("Runtime"), "runtime not implemented: " + runtime);
        }
        return runtime;
    }

    private Declared.Rule rule(String logicalId, Properties event, String target) {
        String type = event.text("Type");
        Properties properties = event.under("Properties");
        JsonNode pattern = null;
        String schedule = null;
        Optional<String> name;
        switch (type) {
            case "EventBridgeRule" -> {
                name = properties.optional("RuleName");
                pattern = properties
                        .json("Pattern")
                        .orElseThrow(() -> new TemplateException(properties.place(), "event without a Pattern"));
            }
            case "Schedule" -> {
                name = properties.optional("Name");
                schedule = properties.text("Schedule");
            }
            default -> throw new TemplateException(event.placeOf("Type"), "event type not implemented: " + type);
        }
        Properties retries = properties.under("RetryPolicy");
        return new Declared.Rule(
                logicalId,
                name.orElse(settings.stackName() + "-" + logicalId),
                pattern,
                schedule,
                target,
                logicalId + "LambdaTarget",
                properties.optional("Input").orElse(null),
                retries.number("MaximumRetryAttempts", RETRY_ATTEMPTS),
                retries.number("MaximumEventAgeInSeconds", RETRY_SECONDS));
    }
}
