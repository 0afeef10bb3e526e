package dev.slipway.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.Principal;
import dev.slipway.local.lambda.app.AppFleet;
import dev.slipway.local.lambda.app.HostLauncher;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.image.ImageReference;
import dev.slipway.local.lambda.image.ImageStore;
import dev.slipway.local.lambda.image.Images;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssertAlternative;

/** A Lambda on a folder, with images in memory and host processes, and short words for its calls. */
final class LambdaFixture implements AutoCloseable {
    static final Principal ROLE =
            new Principal("AppRole", "arn:aws:iam::123456789012:role/AppRole", "AKIAEXAMPLE", "secret");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final MemoryImages images;
    final ConcurrentLinkedQueue<String> logs = new ConcurrentLinkedQueue<>();
    final LambdaService lambda;

    LambdaFixture(Path folder, MemoryImages images) {
        this(folder, images, List.of(Duration.ofMillis(10), Duration.ofMillis(10)));
    }

    LambdaFixture(Path folder, MemoryImages images, List<Duration> retries) {
        this.images = images;
        ImageStore store = new ImageStore(folder.resolve("images"), images);
        lambda = new LambdaService(new LambdaService.Surroundings(
                folder,
                new Arns("us-east-1", "123456789012"),
                Clock.systemUTC(),
                role -> (group, stream, time, line) -> logs.add(group + " " + line),
                new Images(images),
                new Trusting(),
                List.of(new HostLauncher(store, folder.resolve("host"), System.getenv())),
                new AppFleet.Patience(Duration.ofMinutes(1), Duration.ofMillis(300)),
                (function, request) -> false,
                retries,
                Duration.ofMillis(20)));
        lambda.start();
    }

    AwsResponse call(String method, String path, String body, Map<String, String> headers) {
        String[] parts = path.split("\\?", 2);
        Map<String, List<String>> query = new HashMap<>();
        if (parts.length > 1) {
            for (String pair : parts[1].split("&", -1)) {
                String[] keyValue = pair.split("=", 2);
                query.put(keyValue[0], List.of(keyValue[1]));
            }
        }
        return lambda.handle(new AwsRequest(method, parts[0], query, headers, body, ROLE));
    }

    JsonNode call(String method, String path, String body) {
        AwsResponse response = call(method, path, body, Map.of());
        try {
            return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static ThrowableAssertAlternative<AwsException> refused(
            int status, String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Assertions.assertThatExceptionOfType(AwsException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.status() + " " + e.code()).isEqualTo(status + " " + code));
    }

    JsonNode create(String name, String imageUri) {
        JsonNode answer = call("POST", "/2015-03-31/functions", """
                {"FunctionName":"%s","Role":"arn:aws:iam::123456789012:role/AppRole","PackageType":"Image",
                 "Code":{"ImageUri":"%s"},"Timeout":20,"Environment":{"Variables":{"GREETING":"hello"}}}""".formatted(name, imageUri));
        settled(name);
        return answer;
    }

    /** Waits as a client does, until the function and its versions are settled. */
    void settled(String name) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    JsonNode versions = call("GET", "/2015-03-31/functions/" + name + "/versions", "");
                    return versions.path("Versions").findValuesAsText("State").stream()
                                    .allMatch("Active"::equals)
                            && versions.path("Versions").findValuesAsText("LastUpdateStatus").stream()
                                    .allMatch("Successful"::equals);
                });
    }

    /** Publishes an image as a new version, and returns its number. */
    String publish(String name, String imageUri) {
        JsonNode version = call(
                "PUT",
                "/2015-03-31/functions/" + name + "/code",
                "{\"ImageUri\":\"%s\",\"Publish\":true}".formatted(imageUri));
        settled(name);
        return version.path("Version").asText();
    }

    /** Makes the alias {@code live} with a public URL, and returns that. */
    String publicUrl(String name, String version) {
        call(
                "POST",
                "/2015-03-31/functions/" + name + "/aliases",
                "{\"Name\":\"live\",\"FunctionVersion\":\"%s\"}".formatted(version));
        JsonNode url = call("POST", "/2021-10-31/functions/" + name + "/url?Qualifier=live", "{\"AuthType\":\"NONE\"}");
        for (String action : List.of("InvokeFunctionUrl", "InvokeFunction")) {
            call(
                    "POST",
                    "/2015-03-31/functions/" + name + "/policy?Qualifier=live",
                    "{\"StatementId\":\"%s\",\"Action\":\"lambda:%s\",\"Principal\":\"*\"}".formatted(action, action));
        }
        return url.path("FunctionUrl").asText();
    }

    void point(String name, String version) {
        call(
                "PUT",
                "/2015-03-31/functions/" + name + "/aliases/live",
                "{\"FunctionVersion\":\"%s\"}".formatted(version));
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Lets Lambda pull every image, and run as any role but one. */
    private static final class Trusting implements ServiceAccess {
        @Override
        public boolean pulls(String functionArn, ImageReference image) {
            return true;
        }

        @Override
        public boolean assumes(String roleArn) {
            return !roleArn.endsWith("/Distrusting");
        }
    }

    @Override
    public void close() {
        lambda.close();
    }
}
