package dev.slipway.steps.handler;

import dev.slipway.events.Codec;
import dev.slipway.events.Stage;
import dev.slipway.events.step.StepError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of what steps fail by on purpose.
 *
 * <p>Lambda hands the workflow the class name as the error and the message as its cause, so the message is a
 * {@link StepError} as JSON. Subclasses name what a Catch may want to tell apart.
 */
public class StepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StepError error;

    /** Describes a failure; the cause completes "failed to (action): ". */
    public StepException(Stage phase, String cause, @Nullable String hint) {
        this(new StepError(phase, cause, hint, List.of()));
    }

    /** Describes a failure with everything that the record of the deployment will keep of it. */
    public StepException(StepError error) {
        super(Codec.write(error));
        this.error = error;
    }

    public StepError error() {
        return error;
    }
}
