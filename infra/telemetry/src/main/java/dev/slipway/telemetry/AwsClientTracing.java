package dev.slipway.telemetry;

import static io.opentelemetry.semconv.ErrorAttributes.ERROR_TYPE;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_REQUEST_METHOD;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_REQUEST_RESEND_COUNT;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_RESPONSE_STATUS_CODE;
import static io.opentelemetry.semconv.ServerAttributes.SERVER_ADDRESS;
import static io.opentelemetry.semconv.ServerAttributes.SERVER_PORT;
import static io.opentelemetry.semconv.incubating.AwsIncubatingAttributes.AWS_REQUEST_ID;
import static io.opentelemetry.semconv.incubating.AwsIncubatingAttributes.AWS_S3_BUCKET;
import static io.opentelemetry.semconv.incubating.CloudIncubatingAttributes.CLOUD_REGION;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/**
 * Writes one CLIENT span for each AWS call that is made inside a span, its retries included.
 *
 * <p>Attributes are those of the <a href="https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/">AWS SDK
 * conventions</a>. Of the request only names go in: no key, no body, no environment. Add it to a client only when
 * {@link Telemetry#enabled()}, so that its classes stay unloaded otherwise:
 *
 * <pre>{@code
 * if (telemetry.enabled()) {
 *     configuration.addExecutionInterceptor(new AwsClientTracing(telemetry));
 * }
 * }</pre>
 */
public final class AwsClientTracing implements ExecutionInterceptor {
    private static final ExecutionAttribute<Call> CALL = new ExecutionAttribute<>("dev.slipway.telemetry.call");
    // The AWS conventions keep these names; the general RPC ones have moved on and deprecate their constants.
    private static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> RPC_SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");

    private final Telemetry telemetry;

    /** Traces with the tracer of this telemetry, which may still be being set up while the client is built. */
    public AwsClientTracing(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public void beforeExecution(
            software.amazon.awssdk.core.interceptor.Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (!Span.current().getSpanContext().isValid()) {
            return;
        }
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        Span span = telemetry
                .tracer()
                .spanBuilder(service + "." + operation)
                .setParent(Context.current())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(RPC_SYSTEM, "aws-api")
                .setAttribute(RPC_SERVICE, service)
                .setAttribute(RPC_METHOD, operation)
                .startSpan();
        Region region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION);
        if (region != null) {
            span.setAttribute(CLOUD_REGION, region.id());
        }
        context.request()
                .getValueForField("Bucket", String.class)
                .ifPresent(bucket -> span.setAttribute(AWS_S3_BUCKET, bucket));
        attributes.putAttribute(CALL, new Call(span));
    }

    /** Puts this trace into the header that AWS services pass on; in a function the SDK would send Lambda's own. */
    @Override
    public SdkHttpRequest modifyHttpRequest(
            software.amazon.awssdk.core.interceptor.Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        Call call = attributes.getAttribute(CALL);
        if (call == null) {
            return context.httpRequest();
        }
        return XRay.headerOf(call.span.getSpanContext())
                .map(header -> context.httpRequest().copy(request -> request.putHeader(XRay.HEADER, header)))
                .orElse(context.httpRequest());
    }

    @Override
    public void beforeTransmission(
            software.amazon.awssdk.core.interceptor.Context.BeforeTransmission context,
            ExecutionAttributes attributes) {
        Call call = attributes.getAttribute(CALL);
        if (call != null) {
            call.sent(context.httpRequest());
        }
    }

    @Override
    public void afterExecution(
            software.amazon.awssdk.core.interceptor.Context.AfterExecution context, ExecutionAttributes attributes) {
        Call call = attributes.getAttribute(CALL);
        if (call != null) {
            call.answered(context.httpResponse());
            call.span.end();
        }
    }

    @Override
    public void onExecutionFailure(
            software.amazon.awssdk.core.interceptor.Context.FailedExecution context, ExecutionAttributes attributes) {
        Call call = attributes.getAttribute(CALL);
        if (call != null) {
            context.httpResponse().ifPresent(call::answered);
            call.failed(context.exception());
            call.span.end();
        }
    }

    /** One call under way, on whatever threads the SDK uses for it. */
    private static final class Call {
        private final Span span;
        private int attempts;

        Call(Span span) {
            this.span = span;
        }

        synchronized void sent(SdkHttpRequest request) {
            attempts++;
            span.setAttribute(HTTP_REQUEST_METHOD, request.method().name())
                    .setAttribute(SERVER_ADDRESS, request.host())
                    .setAttribute(SERVER_PORT, (long) request.port());
            if (attempts > 1) {
                span.setAttribute(HTTP_REQUEST_RESEND_COUNT, attempts - 1L);
            }
        }

        void answered(SdkHttpResponse response) {
            span.setAttribute(HTTP_RESPONSE_STATUS_CODE, (long) response.statusCode());
            requestId(response).ifPresent(id -> span.setAttribute(AWS_REQUEST_ID, id));
        }

        void failed(@Nullable Throwable cause) {
            if (cause instanceof SdkServiceException refusal) {
                span.setAttribute(HTTP_RESPONSE_STATUS_CODE, (long) refusal.statusCode());
                if (refusal.requestId() != null) {
                    span.setAttribute(AWS_REQUEST_ID, refusal.requestId());
                }
            }
            String type = errorType(cause);
            // The message stays out: it may repeat what was in the request.
            span.setAttribute(ERROR_TYPE, type).setStatus(StatusCode.ERROR, type);
        }

        private static Optional<String> requestId(SdkHttpResponse response) {
            return response.firstMatchingHeader("x-amzn-RequestId")
                    .or(() -> response.firstMatchingHeader("x-amz-request-id"));
        }

        private static String errorType(@Nullable Throwable cause) {
            if (cause instanceof AwsServiceException refusal
                    && refusal.awsErrorDetails() != null
                    && refusal.awsErrorDetails().errorCode() != null) {
                return refusal.awsErrorDetails().errorCode();
            }
            return cause == null ? "_OTHER" : cause.getClass().getName();
        }
    }
}
