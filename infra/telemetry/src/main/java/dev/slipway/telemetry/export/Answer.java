package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.common.export.HttpResponse;

/** How an export was answered. */
final class Answer implements HttpResponse {
    static final Answer OK = new Answer(200, "OK", new byte[0]);

    private final int status;
    private final String message;
    private final byte[] body;

    Answer(int status, String message, byte[] body) {
        this.status = status;
        this.message = message;
        this.body = body.clone();
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public String getStatusMessage() {
        return message;
    }

    @Override
    public byte[] getResponseBody() {
        return body.clone();
    }
}
