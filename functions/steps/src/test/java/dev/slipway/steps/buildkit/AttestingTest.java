package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.state.Attestations;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.steps.buildkit.progress.BuildLog;
import dev.slipway.steps.buildkit.registry.FakeEcr;
import dev.slipway.steps.buildkit.registry.ImageRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AttestingTest {
    private static final String PROVENANCE = "sha256:" + "b".repeat(64);
    private static final String SBOM = "sha256:" + "c".repeat(64);

    private final FakeEcr ecr = new FakeEcr();
    private final BuildLog log = new BuildLog(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), Clock.systemUTC());
    private final String image = ecr.add(Map.of("layers", List.of()), FakeEcr.MANIFEST);

    @Test
    void take_index_tagsTheImageInItAndNamesTheStatements() throws IOException {
        String attestations = attestations(statement("https://slsa.dev/provenance/v0.2", PROVENANCE));
        Attesting.Image taken = take("buildx", index(attestations), null, null);
        assertThat(taken.digest()).isEqualTo(image);
        assertThat(taken.attestations())
                .isEqualTo(new Attestations(
                        attestations,
                        PROVENANCE,
                        null,
                        List.of("no SBOM: the pipeline has no scanner image (parameter SbomScannerImage)")));
        assertThat(ecr.tags()).containsExactly(Map.entry("hello-01K", image));
    }

    @Test
    void take_tagThatIsThere_isNotRefused() throws IOException {
        String index = index(attestations(statement("https://slsa.dev/provenance/v0.2", PROVENANCE)));
        take("buildx", index, null, null);
        assertThat(take("buildx", index, null, null).digest()).isEqualTo(image);
    }

    @Test
    void take_scannedIndexOfTheSameImage_givesBothStatements() throws IOException {
        String attestations = attestations(
                statement("https://slsa.dev/provenance/v1", PROVENANCE), statement("https://spdx.dev/Document", SBOM));
        Attesting.Image taken = take("buildctl", index(attestations()), index(attestations), "scanner:1");
        assertThat(taken.attestations()).isEqualTo(new Attestations(attestations, PROVENANCE, SBOM, List.of()));
    }

    @Test
    void take_scannerThatFailed_saysWhyThereIsNoSbom() throws IOException {
        log.line("ERROR: failed to build: failed to solve: scanner:1: not found");
        Attesting.Image taken = take(
                "buildx",
                index(attestations(statement("https://slsa.dev/provenance/v1", PROVENANCE))),
                null,
                "scanner:1");
        assertThat(taken.attestations().missing()).containsExactly("no SBOM: scanner:1: not found (scanner:1)");
    }

    @Test
    void take_daemonThatAttestsNothing_isThatImage() throws IOException {
        Attesting.Image taken = take("buildctl", image, null, null);
        assertThat(taken.digest()).isEqualTo(image);
        assertThat(taken.attestations().manifest()).isNull();
        assertThat(taken.attestations().missing()).contains("no provenance: this BuildKit attests nothing");
    }

    @Test
    void take_builderThatCannotAttest_saysSo() throws IOException {
        assertThat(take("embedded", image, null, "scanner:1").attestations().missing())
                .containsExactly(
                        "no provenance: the embedded builder cannot attest",
                        "no SBOM: the embedded builder cannot attest");
        assertThat(ecr.tags()).isEmpty();
    }

    private Attesting.Image take(String builder, String digest, @Nullable String scanned, @Nullable String scanner)
            throws IOException {
        BuildSettings settings = new BuildSettings(
                "hello",
                "01K",
                new Source(List.of(new SourceLayer("s", null, 0, null, null)), 0),
                "plan.json",
                "registry/slipway",
                "hello-01K",
                List.of("cache.hello"),
                null,
                "b:1",
                null,
                scanner);
        return new Attesting(new ImageRepository(() -> ecr, "registry/slipway"), settings)
                .take(builder, new Builder.Outcome.Built(digest, null, scanned), log);
    }

    private String index(String attestations) {
        return ecr.add(
                Map.of(
                        "manifests",
                        List.of(
                                Map.of("digest", image, "platform", Map.of("os", "linux")),
                                Map.of(
                                        "digest",
                                        attestations,
                                        "annotations",
                                        Map.of("vnd.docker.reference.type", "attestation-manifest")))),
                FakeEcr.INDEX);
    }

    private String attestations(Object... statements) {
        return ecr.add(Map.of("layers", List.of(statements)), FakeEcr.MANIFEST);
    }

    private static Map<String, Object> statement(String type, String digest) {
        return Map.of("digest", digest, "annotations", Map.of("in-toto.io/predicate-type", type));
    }
}
