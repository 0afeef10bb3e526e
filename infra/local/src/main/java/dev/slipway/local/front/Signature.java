package dev.slipway.local.front;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a Signature Version 4, read from the Authorization header or the query of a presigned URL.
 *
 * @param date the day of the credential scope, {@code yyyyMMdd}
 * @param time X-Amz-Date, as it is part of the text signed
 * @param hex the signature itself
 * @param validity how long a presigned URL is valid; zero in a header's signature
 */
record Signature(
        String accessKeyId,
        String date,
        String region,
        String service,
        String time,
        List<String> signedHeaders,
        String hex,
        Duration validity,
        boolean presigned,
        @Nullable String token) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final long WEEK = Duration.ofDays(7).toSeconds();

    Signature {
        signedHeaders = List.copyOf(signedHeaders);
    }

    String scope() {
        return String.join("/", date, region, service, "aws4_request");
    }

    static Signature of(SignedCall call, WireProtocol protocol) {
        Optional<String> header = call.header("authorization");
        boolean url = call.parameter("X-Amz-Algorithm").isPresent()
                || call.parameter("AWSAccessKeyId").isPresent();
        if (header.isPresent()) {
            if (url) {
                throw Refusal.TWICE.in(protocol, "Only one auth mechanism allowed");
            }
            return fromHeader(call, header.get(), protocol);
        }
        if (url) {
            return fromQuery(call, protocol);
        }
        throw Refusal.MISSING.in(protocol, "Missing Authentication Token");
    }

    private static Signature fromHeader(SignedCall call, String header, WireProtocol protocol) {
        if (!header.startsWith(ALGORITHM + " ")) {
            throw unsupported(protocol);
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : header.substring(ALGORITHM.length()).split(",", -1)) {
            String[] pair = field.strip().split("=", 2);
            fields.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        String time = call.header("x-amz-date").orElseThrow(() -> missing("X-Amz-Date", false, protocol));
        String token = call.header("x-amz-security-token").orElse(null);
        return of(fields::get, time, Duration.ZERO, token, protocol);
    }

    private static Signature fromQuery(SignedCall call, WireProtocol protocol) {
        if (!call.parameter("X-Amz-Algorithm").orElse("").equals(ALGORITHM)) {
            throw unsupported(protocol);
        }
        String time = call.parameter("X-Amz-Date").orElseThrow(() -> missing("X-Amz-Date", true, protocol));
        String token = call.parameter("X-Amz-Security-Token").orElse(null);
        Duration validity = call.parameter("X-Amz-Expires")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Long::valueOf)
                .filter(seconds -> seconds > 0 && seconds <= WEEK)
                .map(Duration::ofSeconds)
                .orElseThrow(() -> Refusal.INCOMPLETE_URL.in(
                        protocol, "X-Amz-Expires must be a number of seconds between 1 and " + WEEK));
        return of(name -> call.parameter("X-Amz-" + name).orElse(null), time, validity, token, protocol);
    }

    private static Signature of(
            Fields fields, String time, Duration validity, @Nullable String token, WireProtocol protocol) {
        boolean url = !validity.isZero();
        String[] scope = required(fields, "Credential", url, protocol).split("/", -1);
        if (scope.length != 5 || !scope[4].equals("aws4_request")) {
            throw incomplete(url)
                    .in(protocol, "Credential must have exactly 5 slash-delimited elements and end in aws4_request");
        }
        return new Signature(
                scope[0],
                scope[1],
                scope[2],
                scope[3],
                time,
                Arrays.asList(required(fields, "SignedHeaders", url, protocol).split(";", -1)),
                required(fields, "Signature", url, protocol),
                validity,
                url,
                token);
    }

    private static String required(Fields fields, String name, boolean url, WireProtocol protocol) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw missing(name, url, protocol);
        }
        return value;
    }

    private static AwsException missing(String name, boolean url, WireProtocol protocol) {
        return incomplete(url).in(protocol, "Authorization requires '" + name + "'.");
    }

    private static AwsException unsupported(WireProtocol protocol) {
        return Refusal.UNSUPPORTED.in(
                protocol,
                "The authorization mechanism you have provided is not supported. Please use " + ALGORITHM + ".");
    }

    private static Refusal incomplete(boolean url) {
        return url ? Refusal.INCOMPLETE_URL : Refusal.INCOMPLETE;
    }

    /** Where the fields of a credential stand. */
    private interface Fields {
        @Nullable
        String get(String name);
    }
}
