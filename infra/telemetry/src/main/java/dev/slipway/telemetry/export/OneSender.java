package dev.slipway.telemetry.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import java.util.List;

/** Gives an exporter the one sender it is to use, instead of a search through the class path. */
record OneSender(HttpSenderProvider provider) implements ComponentLoader {
    @Override
    public <T> Iterable<T> load(Class<T> type) {
        return type == HttpSenderProvider.class ? List.of(type.cast(provider)) : List.of();
    }
}
