package dev.slipway.local.registry;

/** A refusal with an error code of the distribution specification, such as {@code MANIFEST_UNKNOWN}. */
public final class RegistryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String reason;

    RegistryRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.reason = message;
    }

    static RegistryRefusal nameUnknown(String repository) {
        return new RegistryRefusal(
                404, "NAME_UNKNOWN", "The repository with name '%s' does not exist".formatted(repository));
    }

    static RegistryRefusal blobUnknown(Digest digest) {
        return new RegistryRefusal(404, "BLOB_UNKNOWN", "blob %s is not in the repository".formatted(digest));
    }

    static RegistryRefusal manifestUnknown(String reference) {
        return new RegistryRefusal(404, "MANIFEST_UNKNOWN", "Requested image not found: " + reference);
    }

    static RegistryRefusal unsupported(String what) {
        return new RegistryRefusal(405, "UNSUPPORTED", what);
    }

    public int status() {
        return status;
    }

    /** Says why; what getMessage says, but never null. */
    public String reason() {
        return reason;
    }

    public String code() {
        return code;
    }
}
