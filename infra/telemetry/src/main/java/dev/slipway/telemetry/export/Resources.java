package dev.slipway.telemetry.export;

import static io.opentelemetry.semconv.ServiceAttributes.SERVICE_NAME;
import static io.opentelemetry.semconv.incubating.AwsIncubatingAttributes.AWS_LOG_GROUP_NAMES;
import static io.opentelemetry.semconv.incubating.AwsIncubatingAttributes.AWS_LOG_STREAM_NAMES;
import static io.opentelemetry.semconv.incubating.CloudIncubatingAttributes.CLOUD_PLATFORM;
import static io.opentelemetry.semconv.incubating.CloudIncubatingAttributes.CLOUD_PROVIDER;
import static io.opentelemetry.semconv.incubating.CloudIncubatingAttributes.CLOUD_REGION;
import static io.opentelemetry.semconv.incubating.FaasIncubatingAttributes.FAAS_INSTANCE;
import static io.opentelemetry.semconv.incubating.FaasIncubatingAttributes.FAAS_MAX_MEMORY;
import static io.opentelemetry.semconv.incubating.FaasIncubatingAttributes.FAAS_NAME;
import static io.opentelemetry.semconv.incubating.FaasIncubatingAttributes.FAAS_VERSION;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.semconv.SchemaUrls;
import io.opentelemetry.semconv.incubating.CloudIncubatingAttributes.CloudPlatformIncubatingValues;
import io.opentelemetry.semconv.incubating.CloudIncubatingAttributes.CloudProviderIncubatingValues;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Says who writes the spans: the service, and the function when it runs as one. */
final class Resources {
    static final String SCHEMA_URL = SchemaUrls.V1_43_0;

    private static final long BYTES_PER_MEGABYTE = 1024L * 1024L;

    private Resources() {}

    /** Describes this process; what the user sets beats what is found. */
    static Resource of(TraceSettings settings) {
        Map<String, String> environment = settings.environment();
        AttributesBuilder attributes = Attributes.builder().put(SERVICE_NAME, settings.defaultServiceName());
        String function = environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "");
        if (!function.isEmpty()) {
            lambda(attributes, environment, function);
        }
        settings.attributes().forEach(attributes::put);
        given(environment, "OTEL_SERVICE_NAME", name -> attributes.put(SERVICE_NAME, name));
        return Resource.getDefault().merge(Resource.create(attributes.build(), SCHEMA_URL));
    }

    private static void lambda(AttributesBuilder attributes, Map<String, String> environment, String function) {
        attributes
                .put(CLOUD_PROVIDER, CloudProviderIncubatingValues.AWS)
                .put(CLOUD_PLATFORM, CloudPlatformIncubatingValues.AWS_LAMBDA)
                .put(FAAS_NAME, function);
        given(environment, "AWS_REGION", region -> attributes.put(CLOUD_REGION, region));
        given(environment, "AWS_LAMBDA_FUNCTION_VERSION", version -> attributes.put(FAAS_VERSION, version));
        given(environment, "AWS_LAMBDA_LOG_GROUP_NAME", group -> attributes.put(AWS_LOG_GROUP_NAMES, List.of(group)));
        given(
                environment,
                "AWS_LAMBDA_LOG_STREAM_NAME",
                stream -> attributes.put(FAAS_INSTANCE, stream).put(AWS_LOG_STREAM_NAMES, List.of(stream)));
        given(environment, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", megabytes -> putBytes(attributes, megabytes));
    }

    private static void putBytes(AttributesBuilder attributes, String megabytes) {
        try {
            attributes.put(FAAS_MAX_MEMORY, Long.parseLong(megabytes) * BYTES_PER_MEGABYTE);
        } catch (NumberFormatException e) {
            // Not a number is what somebody else set; a resource without the limit is still right.
            attributes.remove(AttributeKey.longKey(FAAS_MAX_MEMORY.getKey()));
        }
    }

    private static void given(Map<String, String> environment, String name, Consumer<String> use) {
        String value = environment.getOrDefault(name, "");
        if (!value.isBlank()) {
            use.accept(value);
        }
    }
}
