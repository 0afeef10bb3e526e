package dev.slipway.events.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the registry keeps beside the image that was built from the source, to say what is in it and how it was built. The
 * statements are layers of one attestation manifest; each is about that image, by its digest.
 *
 * @param manifest digest of the attestation manifest; absent when nothing was attested
 * @param provenance digest of the in-toto statement with the SLSA provenance; absent when there is none
 * @param sbom digest of the in-toto statement with the SPDX document; absent when there is none
 * @param missing why one of them is absent: {@code no SBOM: ...}
 * @see <a href="https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md">Image attestation
 *     storage</a>
 */
public record Attestations(
        @Nullable String manifest,
        @Nullable String provenance,
        @Nullable String sbom,
        List<String> missing) {
    public Attestations {
        missing = List.copyOf(missing);
    }
}
