package dev.slipway.cli.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static final String TRACE = "6921c5d000112233445566778899a41e";

    /** As X-Ray has what came over OTLP: attributes as metadata, servers and callees by the name of the service. */
    private static final String DEPLOY = """
            {"id":"53995c3f42cd8ad8","trace_id":"1-6921c5d0-00112233445566778899a41e","name":"deploy",
             "start_time":1763821008.0123456,"end_time":1763821012.5,"fault":true,
             "cause":{"working_directory":"","exceptions":[{"id":"00000000000000e1","type":"BuildFailed",
              "message":"step 5/8 exited with 1"}]},
             "metadata":{"default":{"slipway.deployment.id":"01KAE3W5","slipway.pack.files":3,
              "otel.resource.service.name":"slipway-cli"}},
             "subsegments":[
              {"id":"0000000000000001","name":"deploy.upload","namespace":"remote","start_time":1763821008.2,
               "end_time":1763821008.3,"subsegments":[
                {"id":"0000000000000002","name":"S3","namespace":"aws","start_time":1763821008.21,
                 "end_time":1763821008.22,"error":true,"throttle":true,
                 "aws":{"operation":"PutObject","request_id":"R1","region":"eu-west-1"},
                 "http":{"request":{"method":"PUT"},"response":{"status":503}}}]}]}""";

    private static final String BUILD = """
            {"id":"0000000000000003","parent_id":"53995c3f42cd8ad8","name":"slipway","start_time":1763821009,
             "end_time":1763821012,"fault":true,"cause":"00000000000000e1","annotations":{"kept":true},
             "metadata":{"default":{"cicd.pipeline.result":"failure","otel.resource.service.name":"slipway",
              "container.image.tags":["a","b"]},"debug":{"note":"x"}}}""";

    private static final String LAMBDA = """
            {"id":"0000000000000004","parent_id":"0000000000000003","name":"slipway-prod-Setup",
             "origin":"AWS::Lambda","start_time":1763821009.1,"end_time":1763821009.5}""";

    private static final String LATE = """
            {"id":"0000000000000005","parent_id":"0000000000000003","name":"build.setup","type":"subsegment",
             "start_time":1763821009.2,"in_progress":true}""";

    @Test
    void otlpJson_segmentsAndSubsegments_areOneTree() throws Exception {
        TraceTree tree = tree(DEPLOY, BUILD, LAMBDA);

        assertThat(tree.outline()).isEqualTo("""
                deploy INTERNAL ERROR
                  deploy.upload CLIENT
                    S3.PutObject CLIENT ERROR
                  build SERVER ERROR
                    slipway-prod-Setup INTERNAL
                """);
        assertThat(tree.orphans()).isEmpty();
        assertThat(tree.only("deploy").traceId()).isEqualTo(TRACE);
        assertThat(tree.spans()).extracting(TracedSpan::service).contains("slipway-cli", "slipway", "AWS::Lambda");
    }

    @Test
    void otlpJson_times_keepTheirMicroseconds() throws Exception {
        TracedSpan deploy = tree(DEPLOY).only("deploy");

        assertThat(deploy.start()).isEqualTo(Instant.parse("2025-11-22T14:16:48.012345600Z"));
        assertThat(deploy.duration()).hasMillis(4487);
    }

    @Test
    void otlpJson_causes_areFoundWhereTheyAreNamedOnly() throws Exception {
        TraceTree tree = tree(BUILD, DEPLOY);

        for (String name : List.of("deploy", "build")) {
            assertThat(tree.only(name).statusMessage()).isEqualTo("step 5/8 exited with 1");
            assertThat(tree.only(name).attribute("error.type")).isEqualTo("BuildFailed");
        }
        assertThat(tree.only("S3.PutObject").status()).isEqualTo(StatusCode.ERROR);
        assertThat(tree.only("S3.PutObject").attribute("error.type")).isEqualTo("throttle");
    }

    @Test
    void otlpJson_metadataAnnotationsAndCalls_areAttributes() throws Exception {
        TraceTree tree = tree(DEPLOY, BUILD, LAMBDA);

        assertThat(tree.only("deploy").attributes())
                .containsEntry("slipway.deployment.id", "01KAE3W5")
                .containsEntry("slipway.pack.files", "3")
                .doesNotContainKey("otel.resource.service.name");
        assertThat(tree.only("build").attributes())
                .containsEntry("kept", "true")
                .containsEntry("debug.note", "x")
                .containsEntry("container.image.tags", "[\"a\",\"b\"]");
        TracedSpan call = tree.only("S3.PutObject");
        assertThat(call.isAwsCall()).isTrue();
        assertThat(call.attributes())
                .containsEntry("aws.request_id", "R1")
                .containsEntry("cloud.region", "eu-west-1")
                .containsEntry("http.response.status_code", "503");
        assertThat(tree.only("slipway-prod-Setup").attribute("aws.xray.origin")).isEqualTo("AWS::Lambda");
    }

    @Test
    void otlpJson_underWay_endsWhereItBegan() throws Exception {
        TracedSpan setup = tree(DEPLOY, BUILD, LATE).only("build.setup");

        assertThat(setup.duration()).isZero();
        assertThat(setup.kind()).isEqualTo(SpanKind.INTERNAL);
    }

    @Test
    void of_whatWasUnderWayComesAgain_isTheEndedOne() throws Exception {
        String ended = LATE.replace("\"in_progress\":true", "\"end_time\":1763821009.4");

        TraceTree tree = tree(DEPLOY, BUILD, LATE, ended);

        assertThat(tree.only("build.setup").duration()).hasMillis(200);
    }

    @Test
    void isWhole_somethingIsMissingOrUnderWay_isFalse() {
        assertThat(segments(DEPLOY, BUILD, LAMBDA).isWhole()).isTrue();
        assertThat(segments().isWhole()).isFalse();
        assertThat(segments(BUILD, LAMBDA).isWhole()).as("no root").isFalse();
        assertThat(segments(DEPLOY, LAMBDA).isWhole()).as("an orphan").isFalse();
        assertThat(segments(DEPLOY, BUILD, LATE).isWhole()).as("under way").isFalse();
    }

    @Test
    void of_notJson_isRefused() {
        assertThatThrownBy(() -> segments("{")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Segments segments(String... documents) {
        return Segments.of(TRACE, List.of(documents));
    }

    private static TraceTree tree(String... documents) throws IOException {
        return TraceTree.parse(segments(documents).otlpJson());
    }
}
