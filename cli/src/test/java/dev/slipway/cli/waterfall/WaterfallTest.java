package dev.slipway.cli.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaterfallTest {
    @Test
    void of_traceOfAJobWithTwoDeployments_isTheOneThatWasAskedFor() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "job", 0, 1000)
                .span("b", "a", "deploy", 100, 200)
                .with("slipway.deployment.id", "00")
                .span("c", "a", "deploy", 300, 500)
                .with("slipway.deployment.id", "01")
                .span("d", "c", "build", 310, 490)
                .waterfall();

        assertThat(labels(waterfall)).containsExactly("deploy", "build");
        assertThat(waterfall.length()).hasMillis(200);
        assertThat(waterfall.orphans()).isZero();
    }

    @Test
    void of_buildGoesOnAfterItsCommand_reachesToItsEnd() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "deploy", 0, 100)
                .with("slipway.deployment.id", "01")
                .span("b", "a", "build", 50, 900)
                .waterfall();

        assertThat(waterfall.length()).hasMillis(900);
        assertThat(waterfall.longest(5)).extracting(Row::label).containsExactly("build", "deploy");
    }

    @Test
    void of_clocksThatDiffer_keepsBarsWithinTheDeployment() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "deploy", 1000, 2000)
                .span("b", "a", "early", 10, 1100)
                .span("c", "a", "backwards", 1900, 1200)
                .span("d", "a", "late", 3000, 90_000)
                .waterfall();

        assertThat(waterfall.rows())
                .extracting(row -> row.label() + " " + row.bar().from().toMillis() + " "
                        + row.bar().to().toMillis())
                .containsExactly("deploy 0 1000", "early 0 100", "backwards 900 900", "late 1000 1000");
        assertThat(waterfall.rows().get(2).span().duration()).isZero();
    }

    @Test
    void of_traceUnderWay_isWhatHasCome() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("b", "x", "build.setup", 100, 200)
                .span("c", "x", "build.receive_tar", 50, 90)
                .waterfall();

        assertThat(waterfall.isWhole()).isFalse();
        assertThat(waterfall.coverage()).isEmpty();
        assertThat(waterfall.orphans()).isEqualTo(2);
        assertThat(labels(waterfall)).containsExactly("build.receive_tar", "build.setup");
        assertThat(waterfall.length()).hasMillis(150);
    }

    @Test
    void of_commandThatDied_isDrawnFromItsBuild() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("b", "x", "build", 100, 500)
                .span("c", "b", "build.setup", 100, 490)
                .waterfall();

        assertThat(waterfall.isWhole()).isTrue();
        assertThat(waterfall.orphans()).isZero();
        assertThat(waterfall.coverage()).hasValue(0.975);
    }

    @Test
    void of_noSpans_isEmpty() throws IOException {
        Waterfall waterfall = new SpanJson().waterfall();

        assertThat(waterfall.rows()).isEmpty();
        assertThat(waterfall.length()).isEqualTo(Duration.ZERO);
    }

    @Test
    void longest_whatIsAboveOthers_countsForWhatNoneOfThemTook() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "deploy", 0, 1000)
                .span("b", "a", "deploy.pack", 0, 400)
                .span("c", "a", "deploy.finalize", 400, 1000)
                .span("d", "a", "build", 450, 900)
                .waterfall();

        assertThat(waterfall.longest(5))
                .extracting(
                        row -> Labels.alone(row.span()) + " " + row.waitedFor().toMillis())
                .containsExactly("build 450", "pack 400", "finalize 150");
    }

    @Test
    void longest_stepsOfADockerfile_countInPlaceOfThePhaseBesideThem() throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", "build", 0, 1000)
                .span("b", "a", "build.buildkit", 0, 1000)
                .span("c", "b", "build.buildkit.build", 0, 1000)
                .span("d", "b", "build.buildkit.step", 100, 800)
                .with("slipway.build.step", "[2/3] RUN npm ci")
                .waterfall();

        assertThat(labels(waterfall)).containsExactly("build", "buildkit", "build", "[2/3] RUN npm ci");
        assertThat(waterfall.longest(5))
                .extracting(
                        row -> Labels.alone(row.span()) + " " + row.waitedFor().toMillis())
                .containsExactly("[2/3] RUN npm ci 700", "buildkit.build 300");
        assertThat(Comparison.totals(waterfall.rows())).containsKey("build.buildkit.step [2/3] RUN npm ci");
    }

    @ParameterizedTest
    @CsvSource({
        "deploy, deploy.pack, pack",
        "build.buildkit, build.buildkit.queued, queued",
        "launcher.reconcile, launcher.switch, switch",
        "build, launcher.reconcile, launcher.reconcile",
        "deploy, deployment, deployment",
        "build.buildkit, [builder 4/7] RUN npm ci, [builder 4/7] RUN npm ci",
        "deploy, deploy., deploy.",
    })
    void label_belowItsParent_isWithoutWhatThatSays(String parent, String name, String label) throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", parent, 0, 10)
                .span("b", "a", name, 0, 10)
                .waterfall();

        assertThat(labels(waterfall)).containsExactly(parent, label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slipway.upload.files=3 slipway.upload.bytes=4200 | 3 files · 4.1 KB",
                "slipway.upload.files=1 slipway.upload.bytes=0 slipway.upload.reused_bytes=10 | 1 file · 10 B reused",
                "slipway.upload.bytes=many | ''",
                "slipway.build.manifest_digest=sha256:9b1f000000000000e07c | sha256:9b1f…e07c",
                "slipway.build.step=x cached=true | cached",
                "slipway.build.stack=java faas.coldstart=true | java · cold start",
                "from=Setup to=BuildKit | → BuildKit",
                "outcome=settled slipway.app.active_version=4 | v4",
                "slipway.health.probes=1 http.response.status_code=503 | 503 · 1 probe",
                "rpc.system=aws-api http.response.status_code=404 error.type=NoSuchKey | 404 NoSuchKey",
                "rpc.system=aws-api http.response.status_code=200 | ''",
            })
    void note_fromAttributes_saysWhatItWorkedOn(String attributes, String note) throws IOException {
        SpanJson json = new SpanJson().span("a", "", "deploy", 0, 10);
        for (String attribute : attributes.split(" ", -1)) {
            int equals = attribute.indexOf('=');
            json.with(attribute.substring(0, equals), attribute.substring(equals + 1));
        }

        assertThat(json.waterfall().rows().get(0).note()).isEqualTo(note);
    }

    private static List<String> labels(Waterfall waterfall) {
        return waterfall.rows().stream().map(Row::label).toList();
    }
}
