package dev.slipway.local.front;

import java.util.Map;

/** The answer to a call, as it goes over the wire. */
public record AwsResponse(int status, Map<String, String> headers, String body) {

    public AwsResponse {
        headers = Map.copyOf(headers);
    }
}
