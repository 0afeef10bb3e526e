package dev.slipway.local.template;

/**
 * Where something stands.
 *
 * @param line from 1
 */
record Place(String file, int line) {

    @Override
    public String toString() {
        return file + ", line " + line;
    }
}
