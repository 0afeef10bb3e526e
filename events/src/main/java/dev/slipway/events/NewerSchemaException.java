package dev.slipway.events;

/** A record that a newer Slipway wrote, in a form that this one does not know. */
public final class NewerSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NewerSchemaException(int schema) {
        super("written by a newer Slipway: its schema is " + schema + ", this one reads " + Codec.SCHEMA);
    }
}
