package dev.slipway.local.lambda.zip;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A handler for tests: the payload says what it does. Loaded from the test classes as if from the functions jar. */
public final class EchoHandler implements RequestStreamHandler {
    private final Map<String, String> environment;

    /** As the runtime interface client builds it. */
    public EchoHandler() {
        this(System.getenv());
    }

    /** As the local cloud builds it. */
    public EchoHandler(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A failure as steps throw it. */
    public static final class SetupFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SetupFailed(String message) {
            super(message);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String payload = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println("printed " + payload);
        context.getLogger().log("logged " + context.getAwsRequestId());
        switch (payload) {
            case "\"fail\"" -> throw new SetupFailed("{\"phase\":\"setup\"}");
            case "\"hang\"" -> hang();
            case "\"exit\"" -> System.exit(7);
            default ->
                output.write(("{\"greeting\":\"" + environment.get("GREETING") + "\",\"function\":\""
                                + environment.get("AWS_LAMBDA_FUNCTION_NAME") + "\",\"arn\":\""
                                + context.getInvokedFunctionArn() + "\",\"trace\":\"" + context.getXrayTraceId()
                                + "\",\"millis\":" + (context.getRemainingTimeInMillis() > 0) + ",\"instance\":\""
                                + System.identityHashCode(this) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void hang() throws IOException {
        try {
            new java.util.concurrent.CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
