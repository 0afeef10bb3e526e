package dev.slipway.telemetry;

import dev.slipway.events.TraceContext;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the carrier of the events into a context and back, with the API's own W3C propagators. */
final class Carriers {
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final String BAGGAGE = "baggage";

    private Carriers() {}

    static Context read(@Nullable TraceContext carrier) {
        if (carrier == null) {
            return Context.root();
        }
        Context traced = W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, Fields.INSTANCE);
        return W3CBaggagePropagator.getInstance().extract(traced, carrier, Fields.INSTANCE);
    }

    static @Nullable TraceContext write(Context context) {
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(context, fields, Carriers::put);
        W3CBaggagePropagator.getInstance().inject(context, fields, Carriers::put);
        String traceparent = fields.get(TRACEPARENT);
        return traceparent == null ? null : new TraceContext(traceparent, fields.get(TRACESTATE), fields.get(BAGGAGE));
    }

    private static void put(@Nullable Map<String, String> fields, String name, String value) {
        if (fields != null) {
            fields.put(name, value);
        }
    }

    private enum Fields implements TextMapGetter<TraceContext> {
        INSTANCE;

        @Override
        public Iterable<String> keys(TraceContext carrier) {
            return java.util.List.of(TRACEPARENT, TRACESTATE, BAGGAGE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String key) {
            if (carrier == null) {
                return null;
            }
            return switch (key) {
                case TRACEPARENT -> carrier.traceparent();
                case TRACESTATE -> carrier.tracestate();
                case BAGGAGE -> carrier.baggage();
                default -> null;
            };
        }
    }
}
