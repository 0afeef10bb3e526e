package dev.slipway.steps.activate;

import dev.slipway.events.Stage;
import dev.slipway.steps.handler.StepException;

/** A newer deployment of the app is the desired one already; an older one never replaces it. */
public final class SupersededException extends StepException {
    private static final long serialVersionUID = 1L;

    SupersededException(String app, String by) {
        super(Stage.ACTIVATE, "deployment " + by + " of " + app + " is newer", "see: slipway history " + app);
    }
}
