package dev.slipway.local.lambda.zip;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.InvocationLog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler may ask about its invocation. */
final class HandlerContext implements Context, LambdaLogger {
    private final Invocation invocation;
    private final Map<String, String> environment;
    private final int memoryMb;
    private final long deadlineNanos;
    private final InvocationLog log;

    HandlerContext(
            Invocation invocation,
            Map<String, String> environment,
            int memoryMb,
            long deadlineNanos,
            InvocationLog log) {
        this.invocation = invocation;
        this.environment = environment;
        this.memoryMb = memoryMb;
        this.deadlineNanos = deadlineNanos;
        this.log = log;
    }

    @Override
    public String getAwsRequestId() {
        return invocation.requestId();
    }

    @Override
    public String getLogGroupName() {
        return variable("AWS_LAMBDA_LOG_GROUP_NAME");
    }

    @Override
    public String getLogStreamName() {
        return variable("AWS_LAMBDA_LOG_STREAM_NAME");
    }

    @Override
    public String getFunctionName() {
        return variable("AWS_LAMBDA_FUNCTION_NAME");
    }

    @Override
    public String getFunctionVersion() {
        return variable("AWS_LAMBDA_FUNCTION_VERSION");
    }

    @Override
    public String getInvokedFunctionArn() {
        return invocation.functionArn();
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
        return (int) Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
    }

    @Override
    public int getMemoryLimitInMB() {
        return memoryMb;
    }

    @Override
    public LambdaLogger getLogger() {
        return this;
    }

    @Override
    public String getXrayTraceId() {
        return invocation.traceHeader();
    }

    @Override
    public void log(String message) {
        log.write(message);
    }

    @Override
    public void log(byte[] message) {
        log.write(new String(message, StandardCharsets.UTF_8));
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
