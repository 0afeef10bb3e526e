package dev.slipway.steps.launcher;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** An app that answers every request with one status. */
final class FakeLambda implements LambdaClient {
    private final int status;

    FakeLambda(int status) {
        this.status = status;
    }

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
        return InvokeResponse.builder()
                .payload(SdkBytes.fromUtf8String("{\"statusCode\":" + status + "}"))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
