package dev.slipway.local.front;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Sends a call as it is told to, signed by the SDK's own signer. */
record WireClient(URI endpoint, AwsCredentials credentials, String service, Clock clock, AuthLocation location) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static WireClient of(URI endpoint, Principal principal, String service) {
        return new WireClient(
                endpoint,
                AwsBasicCredentials.create(principal.accessKeyId(), principal.secretAccessKey()),
                service,
                Clock.systemUTC(),
                AuthLocation.HEADER);
    }

    WireClient as(String accessKeyId, String secret) {
        return new WireClient(endpoint, AwsBasicCredentials.create(accessKeyId, secret), service, clock, location);
    }

    WireClient withToken(Principal principal, String token) {
        var session = AwsSessionCredentials.create(principal.accessKeyId(), principal.secretAccessKey(), token);
        return new WireClient(endpoint, session, service, clock, location);
    }

    WireClient at(Clock other) {
        return new WireClient(endpoint, credentials, service, other, location);
    }

    WireClient presigning() {
        return new WireClient(endpoint, credentials, service, clock, AuthLocation.QUERY_STRING);
    }

    /** Sends a POST whose signature covers one body, with another body. */
    HttpResponse<String> send(String path, Map<String, String> headers, byte[] signedBody, byte[] body)
            throws Exception {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create(endpoint + path));
        headers.forEach(request::putHeader);
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(r -> {
                    r.identity(credentials)
                            .request(request.build())
                            .payload(() -> new ByteArrayInputStream(signedBody))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, location)
                            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock);
                    if (location == AuthLocation.QUERY_STRING) {
                        r.putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10));
                    }
                })
                .request();
        HttpRequest.Builder out =
                HttpRequest.newBuilder(signed.getUri()).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                out.header(name, values.get(0));
            }
        });
        return HTTP.send(out.build(), ofString());
    }

    HttpResponse<String> send(String path, Map<String, String> headers, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(path, headers, bytes, bytes);
    }

    static HttpResponse<String> unsigned(URI uri, Map<String, String> headers) throws Exception {
        HttpRequest.Builder out = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody());
        headers.forEach(out::header);
        return HTTP.send(out.build(), ofString());
    }
}
