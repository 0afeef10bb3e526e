package dev.slipway.steps.handler;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One invocation as Lambda describes it, with what the function logs. */
final class Invocation implements Context, LambdaLogger {
    private final @Nullable String traceHeader;
    private final List<String> logged = new ArrayList<>();

    Invocation(@Nullable String traceHeader) {
        this.traceHeader = traceHeader;
    }

    List<String> logged() {
        return logged;
    }

    @Override
    public String getAwsRequestId() {
        return "5f0c1b7e-request";
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/setup";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return "setup";
    }

    @Override
    public String getFunctionVersion() {
        return "7";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:eu-west-1:000000000000:function:setup:live";
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return 60_000;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 1024;
    }

    @Override
    public LambdaLogger getLogger() {
        return this;
    }

    @Override
    public @Nullable String getXrayTraceId() {
        return traceHeader;
    }

    @Override
    public void log(String message) {
        logged.add(message);
    }

    @Override
    public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
    }
}
