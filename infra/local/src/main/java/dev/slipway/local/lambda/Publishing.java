package dev.slipway.local.lambda;

import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.Refusals;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes versions of {@code $LATEST}. */
final class Publishing {
    private final FunctionStore store;
    private final Arns arns;
    private final Settling settling;

    Publishing(FunctionStore store, Arns arns, Settling settling) {
        this.store = store;
        this.arns = arns;
        this.settling = settling;
    }

    /** Publishes without further conditions, as Publish=true of another call does. */
    Configuration publish(String name, @Nullable String description) {
        return publish(name, description, record -> {});
    }

    /**
     * Publishes, unless the last version is just the same: then that one is returned, as Lambda does.
     *
     * @param condition refuses by throwing
     */
    Configuration publish(String name, @Nullable String description, Consumer<FunctionRecord> condition) {
        AtomicReference<@Nullable Configuration> result = new AtomicReference<>();
        FunctionRecord after = store.update(name, arns.function(name, null), record -> {
            condition.accept(record);
            Optional<Configuration> last = Optional.ofNullable(record.versions().get(record.lastVersion()))
                    .filter(version -> version.sameAs(record.latest()));
            if (last.isPresent()) {
                result.set(last.get());
                return record;
            }
            String number = String.valueOf(record.lastVersion() + 1);
            Configuration version =
                    record.latest().published(number, description, Configuration.Progress.PUBLISHING, settling.now());
            result.set(version);
            return record.publish(version);
        });
        Configuration published = result.get();
        if (published == null) {
            throw new IllegalStateException("nothing was published of " + after.name());
        }
        if (published.progress().settling()) {
            settling.start(published);
        }
        return published;
    }

    /** Refuses while the function is being made or changed. */
    void refuseWhileSettling(FunctionRecord record) {
        Configuration.Progress progress = record.latest().progress();
        if (progress.state().equals("Pending")) {
            throw Refusals.conflict("The operation cannot be performed at this time."
                    + " The function is currently in the following state: Pending");
        }
        if (progress.update().equals("InProgress")) {
            throw Refusals.conflict("The operation cannot be performed at this time."
                    + " An update is in progress for resource: " + arns.function(record.name(), null));
        }
    }
}
