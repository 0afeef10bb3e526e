package dev.slipway.steps.source.entry;

import dev.slipway.events.Stage;
import dev.slipway.steps.handler.StepException;

/** An archive that is not taken: broken, over a limit, or with entries that no source tree has. */
public final class SourceRejectedException extends StepException {
    private static final long serialVersionUID = 1L;

    public SourceRejectedException(String cause, String hint) {
        super(Stage.SETUP, cause, hint);
    }
}
