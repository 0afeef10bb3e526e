package dev.slipway.local.lambda.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Translates function URL events (payload format 2.0) to HTTP and back, as the Lambda Web Adapter does inside an image.
 * Any other event is posted to {@code /events}, as it does by default too.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">Function URL payloads</a>
 */
final class UrlEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXT =
            List.of("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml");

    private UrlEvents() {}

    static boolean isUrlEvent(JsonNode event) {
        return event.at("/requestContext/http/method").isTextual() && event.hasNonNull("rawPath");
    }

    static Request request(HttpClient client, int port, JsonNode event) {
        String base = "http://127.0.0.1:" + port;
        if (!isUrlEvent(event)) {
            return client.POST(base + "/events")
                    .body(new BytesRequestContent(
                            "application/json", event.toString().getBytes(StandardCharsets.UTF_8)));
        }
        String query = event.path("rawQueryString").asText("");
        String target = event.path("rawPath").asText() + (query.isEmpty() ? "" : "?" + query);
        Request request = client.newRequest(base + (target.startsWith("/") ? target : "/" + target))
                .method(event.at("/requestContext/http/method").asText());
        request.headers(headers -> {
            event.path("headers").properties().forEach(field -> {
                if (isEndToEnd(field.getKey())) {
                    headers.put(field.getKey(), field.getValue().asText());
                }
            });
            List<String> cookies = new ArrayList<>();
            event.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
            if (!cookies.isEmpty()) {
                headers.put(HttpHeader.COOKIE, String.join("; ", cookies));
            }
            headers.put("x-amzn-request-context", event.path("requestContext").toString());
        });
        String body = event.path("body").asText("");
        if (!body.isEmpty()) {
            byte[] bytes = event.path("isBase64Encoded").asBoolean()
                    ? Base64.getDecoder().decode(body)
                    : body.getBytes(StandardCharsets.UTF_8);
            String type = event.at("/headers/content-type").asText("application/octet-stream");
            request.body(new BytesRequestContent(type, bytes));
        }
        return request;
    }

    /** Writes the answer in the function URL's response format; that to another event is its body. */
    static String answer(JsonNode event, ContentResponse response) {
        if (!isUrlEvent(event)) {
            return response.getContentAsString();
        }
        ObjectNode answer = JSON.createObjectNode().put("statusCode", response.getStatus());
        ObjectNode headers = answer.putObject("headers");
        ArrayNode cookies = JSON.createArrayNode();
        for (HttpField field : response.getHeaders()) {
            if (field.getHeader() == HttpHeader.SET_COOKIE) {
                cookies.add(field.getValue());
            } else if (isEndToEnd(field.getName())) {
                String name = field.getLowerCaseName();
                String before = headers.path(name).asText("");
                headers.put(name, before.isEmpty() ? field.getValue() : before + "," + field.getValue());
            }
        }
        answer.set("cookies", cookies);
        boolean text = isText(response);
        answer.put(
                "body",
                text
                        ? new String(response.getContent(), StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(response.getContent()));
        return answer.put("isBase64Encoded", !text).toString();
    }

    private static boolean isText(ContentResponse response) {
        String type = response.getHeaders().get(HttpHeader.CONTENT_TYPE);
        String encoding = response.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (response.getContent().length == 0) {
            return true;
        }
        if (type == null || (encoding != null && !encoding.equals("identity"))) {
            return false;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.contains("charset=utf-8") || TEXT.stream().anyMatch(lower::startsWith);
    }

    private static boolean isEndToEnd(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "connection",
                    "keep-alive",
                    "transfer-encoding",
                    "te",
                    "trailer",
                    "upgrade",
                    "content-length",
                    "expect" -> false;
            default -> true;
        };
    }
}
