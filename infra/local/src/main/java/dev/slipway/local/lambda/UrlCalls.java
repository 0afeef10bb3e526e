package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.FunctionUrl;
import dev.slipway.local.lambda.function.Refusals;
import dev.slipway.local.lambda.url.UrlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The calls about function URLs. */
final class UrlCalls {
    private static final String NONE = "The resource you requested does not exist.";

    private final FunctionStore store;
    private final Arns arns;
    private final Rendering rendering;
    private final Urls urls;
    private final Clock clock;

    UrlCalls(FunctionStore store, Arns arns, Urls urls, Clock clock) {
        this.store = store;
        this.arns = arns;
        this.rendering = new Rendering(arns);
        this.urls = urls;
        this.clock = clock;
    }

    AwsResponse create(Call call) {
        FunctionName name = name(call);
        String qualifier = name.effectiveQualifier();
        String now = now();
        try {
            int port = UrlServer.choosePort();
            FunctionUrl url = new FunctionUrl(qualifier, port, authType(call, null), now, now, echoed(call, Map.of()));
            store.update(name.name(), arns.of(name), record -> {
                if (record.find(qualifier).isEmpty()) {
                    throw Refusals.functionNotFound(arns.of(name));
                }
                if (record.urls().containsKey(qualifier)) {
                    throw Refusals.conflict("Failed to create function url config for [functionArn = " + arns.of(name)
                            + "]. Error message:  FunctionUrlConfig exists for this Lambda function");
                }
                return put(record, url);
            });
            urls.open(name.name(), qualifier, port);
            return Call.json(201, rendering.url(name.name(), url));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to open a function URL: " + e.getMessage(), e);
        }
    }

    AwsResponse update(Call call) {
        FunctionName name = name(call);
        FunctionUrl before = require(name);
        FunctionUrl after = new FunctionUrl(
                before.qualifier(),
                before.port(),
                authType(call, before.authType()),
                before.created(),
                now(),
                echoed(call, before.echoed()));
        store.update(name.name(), arns.of(name), record -> put(record, after));
        return Call.json(200, rendering.url(name.name(), after));
    }

    AwsResponse get(Call call) {
        FunctionName name = name(call);
        return Call.json(200, rendering.url(name.name(), require(name)));
    }

    AwsResponse list(Call call) {
        FunctionName name = name(call);
        FunctionRecord record = store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        List<ObjectNode> configs = record.urls().values().stream()
                .map(url -> rendering.url(name.name(), url))
                .toList();
        return Call.json(200, Rendering.page("FunctionUrlConfigs", configs, call));
    }

    AwsResponse delete(Call call) {
        FunctionName name = name(call);
        FunctionUrl url = require(name);
        store.update(name.name(), arns.of(name), record -> {
            Map<String, FunctionUrl> left = new TreeMap<>(record.urls());
            left.remove(url.qualifier());
            return record.withUrls(left);
        });
        urls.close(url.port());
        return Call.empty(204);
    }

    /** A URL belongs to an alias or to $LATEST, never to a version. */
    private static FunctionName name(Call call) {
        FunctionName name = call.name();
        String qualifier = name.qualifier();
        if (qualifier != null && (qualifier.matches("[0-9]+") || qualifier.equals(FunctionName.LATEST))) {
            throw Refusals.validation(
                    qualifier,
                    "qualifier",
                    "Member must satisfy regular expression pattern: (^\\$LATEST$)|((?!^[0-9]+$)([a-zA-Z0-9-_]+))");
        }
        return name;
    }

    private FunctionUrl require(FunctionName name) {
        FunctionUrl url = store.find(name.name())
                .map(record -> record.urls().get(name.effectiveQualifier()))
                .orElse(null);
        if (url == null) {
            throw Refusals.notFound(NONE);
        }
        return url;
    }

    private static FunctionRecord put(FunctionRecord record, FunctionUrl url) {
        Map<String, FunctionUrl> next = new TreeMap<>(record.urls());
        next.put(url.qualifier(), url);
        return record.withUrls(next);
    }

    private static String authType(Call call, @Nullable String before) {
        String type = call.text("AuthType").orElse(before == null ? "null" : before);
        if (!type.equals("NONE") && !type.equals("AWS_IAM")) {
            throw Refusals.validation(type, "authType", "Member must satisfy enum value set: [NONE, AWS_IAM]");
        }
        return type;
    }

    private static Map<String, JsonNode> echoed(Call call, Map<String, JsonNode> before) {
        Map<String, JsonNode> echoed = new LinkedHashMap<>(before);
        for (String member : List.of("Cors", "InvokeMode")) {
            JsonNode value = call.body().get(member);
            if (value != null && !value.isNull()) {
                echoed.put(member, value);
            }
        }
        return echoed;
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
