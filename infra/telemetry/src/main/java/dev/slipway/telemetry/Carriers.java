package dev.slipway.telemetry;

import dev.slipway.events.TraceContext;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns carriers into contexts and back, with the API's own W3C propagators.
 *
 * @param fromOutside whether a parent may come from the process's environment
 * @param baggage whether baggage is passed on
 */
record Carriers(boolean fromOutside, boolean baggage) {
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final String BAGGAGE = "baggage";
    private static final List<String> FIELDS = List.of(TRACEPARENT, TRACESTATE, BAGGAGE);

    /**
     * Reads {@code OTEL_PROPAGATORS}. It governs what comes from outside and what baggage goes on; inside the pipeline
     * the carrier is always W3C Trace Context, since that is the contract of its events.
     */
    static Carriers of(Map<String, String> environment) {
        String propagators = environment.getOrDefault("OTEL_PROPAGATORS", "");
        if (propagators.isBlank()) {
            return new Carriers(true, true);
        }
        List<String> names = List.of(propagators.toLowerCase(Locale.ROOT).split("[,\\s]+", -1));
        return new Carriers(names.contains("tracecontext"), names.contains(BAGGAGE));
    }

    Context read(@Nullable TraceContext carrier) {
        return carrier == null ? Context.root() : extract(carrier, EventFields.INSTANCE);
    }

    /** Reads {@code TRACEPARENT}, {@code TRACESTATE} and {@code BAGGAGE}, as CI systems set them. */
    Context read(Map<String, String> environment) {
        return fromOutside ? extract(environment, Variables.INSTANCE) : Context.root();
    }

    @Nullable
    TraceContext write(Context context) {
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(context, fields, Carriers::put);
        if (baggage) {
            W3CBaggagePropagator.getInstance().inject(context, fields, Carriers::put);
        }
        String traceparent = fields.get(TRACEPARENT);
        return traceparent == null ? null : new TraceContext(traceparent, fields.get(TRACESTATE), fields.get(BAGGAGE));
    }

    private <C> Context extract(C carrier, TextMapGetter<C> getter) {
        Context traced = W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, getter);
        return baggage ? W3CBaggagePropagator.getInstance().extract(traced, carrier, getter) : traced;
    }

    private static void put(@Nullable Map<String, String> fields, String name, String value) {
        if (fields != null) {
            fields.put(name, value);
        }
    }

    private enum EventFields implements TextMapGetter<TraceContext> {
        INSTANCE;

        @Override
        public Iterable<String> keys(TraceContext carrier) {
            return FIELDS;
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

    private enum Variables implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> environment) {
            return FIELDS;
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> environment, String key) {
            return environment == null ? null : environment.get(key.toUpperCase(Locale.ROOT));
        }
    }
}
