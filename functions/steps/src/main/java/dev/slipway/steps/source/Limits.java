package dev.slipway.steps.source;

import dev.slipway.steps.handler.StepRuntime;

/**
 * What an archive of source may be at most; parameters of the template.
 *
 * @param packedBytes size of one archive
 * @param unpackedBytes what the archives of all layers come to once decompressed
 * @param ratio how many times its own size an archive may unpack to, once that is over a mebibyte
 * @param entries files, folders and links of all layers
 */
public record Limits(long packedBytes, long unpackedBytes, long ratio, long entries) {

    /** Reads the limits that the template gives a function or the build. */
    public static Limits of(StepRuntime runtime) {
        return new Limits(
                runtime.number("SLIPWAY_MAX_SOURCE_MIB") << 20,
                runtime.number("SLIPWAY_MAX_UNPACKED_MIB") << 20,
                runtime.number("SLIPWAY_MAX_UNPACK_RATIO"),
                runtime.number("SLIPWAY_MAX_ENTRIES"));
    }
}
