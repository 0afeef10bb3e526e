package dev.slipway.steps.buildkit;

import dev.slipway.events.state.Attestations;
import dev.slipway.steps.buildkit.progress.BuildLog;
import dev.slipway.steps.buildkit.registry.ImageRepository;
import dev.slipway.steps.buildkit.registry.PushedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what was pushed: the image that runs, which must be a plain one, and what is attested about it.
 *
 * <p>BuildKit pushes both as an index. Lambda takes no index, so the app's immutable tag is put on the image in it; the
 * statements stay beside it in the registry. An SBOM comes by a second index, with the same image.
 */
final class Attesting {
    private static final String PROVENANCE = "https://slsa.dev/provenance/";
    private static final String SPDX = "https://spdx.dev/Document";

    private final ImageRepository registry;
    private final BuildSettings settings;

    Attesting(ImageRepository registry, BuildSettings settings) {
        this.registry = registry;
        this.settings = settings;
    }

    /**
     * The image that was built from the source.
     *
     * @param digest of its manifest
     */
    record Image(String digest, Attestations attestations) {}

    Image take(String builder, Builder.Outcome.Built built, BuildLog log) throws IOException {
        if (builder.equals("embedded") || builder.equals("docker")) {
            String who = builder.equals("docker") ? "docker build without buildx" : "the embedded builder";
            return new Image(
                    built.digest(),
                    new Attestations(
                            null,
                            null,
                            null,
                            List.of("no provenance: " + who + " cannot attest", "no SBOM: " + who + " cannot attest")));
        }
        PushedImage pushed = registry.pushed(built.digest());
        registry.tag(pushed.manifest(), settings.imageTag());
        return new Image(pushed.manifest().digest(), attestations(pushed, scanned(built, pushed), log));
    }

    /** Returns what has the SBOM; null where it is not about the very same image, or is not there. */
    private @Nullable PushedImage scanned(Builder.Outcome.Built built, PushedImage pushed) throws IOException {
        if (built.scannedDigest() == null) {
            return null;
        }
        PushedImage scanned = registry.pushed(built.scannedDigest());
        return scanned.manifest().digest().equals(pushed.manifest().digest()) ? scanned : null;
    }

    private Attestations attestations(PushedImage pushed, @Nullable PushedImage scanned, BuildLog log) {
        PushedImage best = scanned == null ? pushed : scanned;
        Optional<String> provenance = best.statement(PROVENANCE);
        Optional<String> sbom = best.statement(SPDX);
        List<String> missing = new ArrayList<>();
        if (provenance.isEmpty()) {
            missing.add("no provenance: this BuildKit attests nothing");
        }
        if (sbom.isEmpty()) {
            missing.add(
                    settings.scannerImage() == null
                            ? "no SBOM: the pipeline has no scanner image (parameter SbomScannerImage)"
                            : "no SBOM: " + log.complaint().orElse("the scanner made none") + " ("
                                    + settings.scannerImage() + ")");
        }
        return new Attestations(
                best.attestations() == null ? null : best.attestations().digest(),
                provenance.orElse(null),
                sbom.orElse(null),
                missing);
    }
}
