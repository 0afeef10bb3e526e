package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.EnvironmentLimits;
import dev.slipway.local.lambda.function.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the members that CreateFunction and UpdateFunctionConfiguration share, checking each as Lambda does. */
final class ConfigurationRequest {
    private static final List<String> ECHOED = List.of("EphemeralStorage", "LoggingConfig", "TracingConfig");
    private static final List<String> UNSUPPORTED = List.of(
            "VpcConfig", "DeadLetterConfig", "KMSKeyArn", "Layers", "FileSystemConfigs", "CapacityProviderConfig");

    private ConfigurationRequest() {}

    /** Makes the configuration of a new function. */
    static Configuration create(Call call, Configuration.Code code, String now) {
        Configuration defaults = new Configuration(
                call.required("FunctionName"),
                "$LATEST",
                call.required("Role"),
                "",
                3,
                128,
                Map.of(),
                texts(call.body().get("Architectures"), List.of("x86_64")),
                code,
                Configuration.ImageSettings.NONE,
                null,
                Configuration.Progress.PENDING,
                now,
                "",
                Map.of());
        return update(call, defaults, Configuration.Progress.PENDING, now);
    }

    /** Makes the configuration that a call changes another to; what it does not name stays. */
    static Configuration update(Call call, Configuration before, Configuration.Progress progress, String now) {
        for (String member : UNSUPPORTED) {
            JsonNode value = call.body().path(member);
            if (!value.isMissingNode() && !value.isNull() && !value.isEmpty()) {
                throw Refusals.invalid("The local cloud does not support " + member + ".");
            }
        }
        return new Configuration(
                before.functionName(),
                before.version(),
                call.text("Role").orElse(before.role()),
                call.text("Description").orElse(before.description()),
                number(call, "Timeout", before.timeout(), 1, 900),
                number(call, "MemorySize", before.memorySize(), 128, 10240),
                environment(call.body().path("Environment").get("Variables"), before.environment()),
                before.architectures(),
                before.code(),
                imageSettings(call.body().get("ImageConfig"), before.imageSettings()),
                before.handler(),
                progress,
                now,
                UUID.randomUUID().toString(),
                echoed(call.body(), before.echoed()));
    }

    private static int number(Call call, String member, int before, int least, int most) {
        JsonNode value = call.body().get(member);
        if (value == null || value.isNull()) {
            return before;
        }
        if (!value.canConvertToInt() || value.asInt() < least) {
            throw Refusals.validation(
                    value.asText(), lowerFirst(member), "Member must have value greater than or equal to " + least);
        }
        if (value.asInt() > most) {
            throw Refusals.validation(
                    value.asText(), lowerFirst(member), "Member must have value less than or equal to " + most);
        }
        return value.asInt();
    }

    private static Map<String, String> environment(@Nullable JsonNode variables, Map<String, String> before) {
        if (variables == null || variables.isNull()) {
            return before;
        }
        Map<String, String> environment = new LinkedHashMap<>();
        variables
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        EnvironmentLimits.check(environment);
        return environment;
    }

    private static Configuration.ImageSettings imageSettings(
            @Nullable JsonNode config, Configuration.ImageSettings before) {
        if (config == null || config.isNull()) {
            return before;
        }
        JsonNode directory = config.get("WorkingDirectory");
        return new Configuration.ImageSettings(
                nullableTexts(config.get("EntryPoint")),
                nullableTexts(config.get("Command")),
                directory == null || directory.isNull() ? null : directory.asText());
    }

    private static Map<String, JsonNode> echoed(JsonNode body, Map<String, JsonNode> before) {
        Map<String, JsonNode> echoed = new LinkedHashMap<>(before);
        for (String member : ECHOED) {
            JsonNode value = body.get(member);
            if (value != null && !value.isNull()) {
                echoed.put(member, value);
            }
        }
        return echoed;
    }

    private static @Nullable List<String> nullableTexts(@Nullable JsonNode values) {
        List<String> texts = texts(values, List.of());
        return texts.isEmpty() ? null : texts;
    }

    private static List<String> texts(@Nullable JsonNode values, List<String> none) {
        if (values == null || values.isNull() || values.isEmpty()) {
            return none;
        }
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    private static String lowerFirst(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
