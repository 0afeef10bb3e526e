package dev.slipway.steps.launcher;

import dev.slipway.events.Codec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes the event that a function URL sends for a request, in payload format 2.0. */
final class UrlEvents {
    private static final String AGENT = "slipway-health-check";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private UrlEvents() {}

    static String get(String pathAndQuery, Instant now) {
        int mark = pathAndQuery.indexOf('?');
        String path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", path);
        event.put("rawQueryString", mark < 0 ? "" : pathAndQuery.substring(mark + 1));
        event.put("headers", Map.of("host", "localhost", "user-agent", AGENT, "accept", "*/*"));
        event.put("requestContext", context(path, now));
        event.put("isBase64Encoded", false);
        return Codec.write(event);
    }

    private static Map<String, Object> context(String path, Instant now) {
        Map<String, Object> http = Map.of(
                "method", "GET", "path", path, "protocol", "HTTP/1.1", "sourceIp", "127.0.0.1", "userAgent", AGENT);
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", "anonymous");
        context.put("apiId", "slipway");
        context.put("domainName", "localhost");
        context.put("domainPrefix", "localhost");
        context.put("http", http);
        context.put("requestId", Long.toHexString(now.toEpochMilli()));
        context.put("routeKey", "$default");
        context.put("stage", "$default");
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
        return context;
    }
}
