package dev.slipway.events;

/** A message that does not follow the contract, with the JSON path of the field at fault. */
public final class InvalidEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    InvalidEventException(String path, String problem) {
        super(path + " " + problem);
        this.path = path;
    }

    InvalidEventException(String path, String problem, Throwable cause) {
        super(path + " " + problem, cause);
        this.path = path;
    }

    /** Returns the place as a JSON path such as {@code $.source.layers[0].digest}. */
    public String path() {
        return path;
    }
}
