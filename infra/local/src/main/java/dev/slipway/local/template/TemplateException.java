package dev.slipway.local.template;

/** A template that cannot be stood up here. The message names the file, the line and what is wrong there. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(Place place, String cause) {
        super("failed to read " + place + ": " + cause);
    }

    TemplateException(Place place, String cause, Throwable origin) {
        super("failed to read " + place + ": " + cause, origin);
    }
}
