package dev.slipway.cli.pack;

/** Hears how far packing is, now and then. */
@FunctionalInterface
public interface PackingListener {
    /** So many files are in the archive, whole or begun, and so many bytes of them. */
    void packed(long files, long bytes);
}
