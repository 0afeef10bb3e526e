package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.common.export.HttpResponse;

/** How an export was answered; what a body says beyond the status, nobody reads. */
record Answer(int status, String message) implements HttpResponse {
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
        return new byte[0];
    }
}
