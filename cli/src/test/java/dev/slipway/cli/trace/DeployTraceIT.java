package dev.slipway.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.telemetry.tree.Coverage;
import dev.slipway.telemetry.tree.LocalTraces;
import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One deploy is one trace: the table's spans and the calls to AWS below them, nothing else. */
class DeployTraceIT {
    private static final String TRACEPARENT = "00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01";

    @TempDir
    static Path home;

    private static SlipwayProcess slipway;
    private static TraceTree cold;

    /** The first deploy, which starts the cloud. */
    @BeforeAll
    static void start() throws Exception {
        slipway = new SlipwayProcess(
                home, Map.of("SLIPWAY_PARAMETERS", "TraceUrlTemplate=https://traces.example/{traceId}"));
        cold = deploy(slipway, "broken-build", 1);
    }

    @AfterAll
    static void stop() throws Exception {
        slipway.stop();
    }

    @Test
    void deploy_goesLive_isOneWholeTraceBelowTheJobOfTheCi() throws Exception {
        TraceTree trace = deploy(slipway.with(Map.of("TRACEPARENT", TRACEPARENT)), "hello", 0);

        assertThat(trace.outline(DeployTraceIT::isInTheTable)).isEqualTo("""
                deploy INTERNAL
                  deploy.jvm_start INTERNAL
                  deploy.pack INTERNAL
                  deploy.create_deployment CLIENT
                  deploy.upload CLIENT
                  deploy.finalize CLIENT
                  build SERVER
                    build.receive_tar INTERNAL
                    build.setup INTERNAL
                    build.buildkit CLIENT
                    build.locate_artifact INTERNAL
                    build.create_version INTERNAL
                    build.activate INTERNAL
                    launcher.reconcile CONSUMER
                      launcher.publish INTERNAL
                      launcher.check_health INTERNAL
                      launcher.switch INTERNAL
                """);
        assertThat(trace.spans().filter(TracedSpan::isAwsCall))
                .extracting(TracedSpan::kind)
                .containsOnly(SpanKind.CLIENT);
        assertThat(trace.orphans()).extracting(TracedSpan::name).containsExactly("deploy");
        TracedSpan deploy = trace.only("deploy");
        assertThat(deploy.traceId()).isEqualTo("6921c5d000112233445566778899a41e");
        assertThat(deploy.parentSpanId()).isEqualTo("53995c3f42cd8ad8");
        assertThat(deploy.service()).isEqualTo("slipway-cli");
        assertThat(trace.only("build").service()).isEqualTo("slipway");
        assertSpansSayWhatIsConventional(trace);
        assertStepsStandBelowBuildKit(trace);
        assertThat(trace.only("launcher.reconcile").attribute("slipway.app.active_version"))
                .isEqualTo("1");
        // Once more, warm: the same spans, and a root of its own.
        TraceTree warm = deploy(slipway, "hello", 0);
        assertThat(warm.orphans()).isEmpty();
        assertThat(warm.outline(DeployTraceIT::isInTheTable)).isEqualTo(trace.outline(DeployTraceIT::isInTheTable));
    }

    /** The pipeline goes on below the job, and the link to the trace is printed. */
    @Test
    void deploy_commandExportsNothing_buildIsBelowTheJobOfTheCi() throws Exception {
        SlipwayProcess silent = slipway.with(Map.of(
                "TRACEPARENT", TRACEPARENT.replace("a41e", "a41f"),
                "TRACESTATE", "vendor=1",
                "BAGGAGE", "team=ships",
                "OTEL_TRACES_EXPORTER", "none",
                "SLIPWAY_TRACE_URL_TEMPLATE", "https://mine.example/{traceId}"));

        SlipwayProcess.Result result =
                silent.run("deploy", SlipwayProcess.example("hello"), "--app", "silent", "--output", "json");

        TraceTree trace = trace(result, "build");
        TracedSpan build = trace.only("build");
        assertThat(build.traceId()).isEqualTo("6921c5d000112233445566778899a41f");
        assertThat(build.parentSpanId()).isEqualTo("53995c3f42cd8ad8");
        assertThat(trace.named("deploy")).isEmpty();
        assertThat(result.json().at("/traceUrls/0").asText()).isEqualTo("https://mine.example/" + build.traceId());
    }

    @Test
    void deploy_collectorOfTheCommandHangs_goesLiveAndSaysSoInOneLineWithoutSecrets() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + hanging.getLocalPort();
            SlipwayProcess deaf = slipway.with(Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://somebody:secret@" + address,
                    "OTEL_EXPORTER_OTLP_HEADERS",
                    "api-key=secret"));

            SlipwayProcess.Result result =
                    deaf.run("deploy", SlipwayProcess.example("hello"), "--app", "deaf", "--output", "json");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err().lines().filter(line -> line.contains("failed to export")))
                    .singleElement()
                    .asString()
                    .endsWith("failed to export spans to http://" + address
                            + "/v1/traces: no answer in time; the deploy is not affected");
            assertThat(result.err()).doesNotContain("secret");
            TraceTree trace = trace(result, "build");
            assertThat(trace.named("deploy")).isEmpty();
            assertThat(result.json().at("/traceUrls/0").asText())
                    .isEqualTo("https://traces.example/" + trace.only("build").traceId());
        }
    }

    @Test
    void deploy_buildFails_isAnErrorWhereItHappenedAndAbove() {
        TraceTree trace = cold;

        assertThat(trace.orphans()).isEmpty();
        assertThat(trace.outline(DeployTraceIT::isInTheTable)).isEqualTo("""
                deploy INTERNAL ERROR
                  deploy.jvm_start INTERNAL
                  deploy.pack INTERNAL
                  deploy.local_cloud INTERNAL
                  deploy.create_deployment CLIENT
                  deploy.upload CLIENT
                  deploy.finalize CLIENT
                  build SERVER ERROR
                    build.receive_tar INTERNAL
                    build.setup INTERNAL
                    build.buildkit CLIENT ERROR
                  deploy.report CLIENT
                """);
        for (String name : List.of("deploy", "build", "build.buildkit")) {
            assertThat(trace.only(name).statusMessage()).contains("settings.properties");
            assertThat(trace.only(name).attributes())
                    .containsEntry("slipway.failure.phase", "buildkit")
                    .containsKey("error.type");
        }
        assertThat(trace.only("build").attribute("cicd.pipeline.result")).isEqualTo("failure");
        assertThat(steps(trace).filter(step -> step.status() == StatusCode.ERROR))
                .extracting(step -> step.attribute("slipway.build.step"))
                .containsExactly("[4/4] COPY settings.properties .");
    }

    private static void assertSpansSayWhatIsConventional(TraceTree trace) {
        TracedSpan deploy = trace.only("deploy");
        assertThat(deploy.attributes())
                .containsEntry("slipway.app.name", "hello")
                .containsEntry("slipway.pipeline", "local")
                .containsEntry("slipway.app.version", "1")
                .containsEntry("deployment.id", deploy.attribute("slipway.deployment.id"))
                .containsEntry("deployment.status", "succeeded")
                .containsKey("slipway.deployment.id");
        TracedSpan build = trace.only("build");
        assertThat(build.attributes())
                .containsEntry("cicd.pipeline.name", "local")
                .containsEntry("cicd.pipeline.run.id", deploy.attribute("slipway.deployment.id"))
                .containsEntry("cicd.pipeline.result", "success")
                .containsEntry("deployment.status", "succeeded");
        assertThat(build.attributes().get("vcs.ref.head.revision"))
                .isEqualTo(deploy.attributes().get("vcs.ref.head.revision"));
        assertThat(trace.only("build.buildkit").attributes())
                .containsKeys("container.image.tags", "oci.manifest.digest", "aws.codebuild.build.id")
                .containsEntry("slipway.build.builder", "embedded");
        assertThat(trace.only("build.activate").attributes())
                .containsEntry("attempt", "1")
                .containsKeys("faas.coldstart", "faas.invocation_id", "aws.lambda.invoked_arn");
        assertThat(trace.only("build.locate_artifact").attributes())
                .containsKeys("slipway.build.manifest_digest", "container.image.repo_digests", "oci.manifest.digest");
        for (String task :
                List.of("receive_tar", "setup", "buildkit", "locate_artifact", "create_version", "activate")) {
            assertThat(trace.only("build." + task).attribute("cicd.pipeline.task.name"))
                    .isEqualTo(task);
        }
        assertThat(trace.only("build.setup").attribute("slipway.build.stack")).isEqualTo("java");
    }

    /** The embedded builder exports nothing: its steps are written from what it recorded. */
    private static void assertStepsStandBelowBuildKit(TraceTree trace) {
        assertThat(steps(trace))
                .extracting(step -> step.attribute("slipway.build.step"))
                .startsWith("[internal] load build definition from Dockerfile")
                .contains("[2/3] WORKDIR /app", "[3/3] COPY . .")
                .endsWith("exporting to image");
        assertThat(steps(trace))
                .allSatisfy(step -> assertThat(step.parentSpanId())
                        .isEqualTo(trace.only("build.buildkit").spanId()));
    }

    private static Stream<TracedSpan> steps(TraceTree trace) {
        return trace.spans()
                .filter(span -> span.name().equals("build.buildkit.step"))
                .sorted(Comparator.comparing(TracedSpan::start));
    }

    @Test
    void trace_ofAFailedDeploy_saysWhereAndWhyInEachForm() throws Exception {
        String broken = SlipwayProcess.example("broken-build");
        String id = slipway.run("deploy", broken, "--app", "shown", "--output", "json")
                .json()
                .path("deploymentId")
                .asText();

        SlipwayProcess.Result text = slipway.run("trace", id.substring(0, 20));
        SlipwayProcess.Result json = slipway.run("trace", "shown", "--output", "json");
        Path page = home.resolve("page.html");
        SlipwayProcess.Result html = slipway.run("trace", "--app", "shown", id, "--html", page.toString());

        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out())
                .startsWith("deploy shown · ")
                .contains(
                        "failed in buildkit",
                        id,
                        "├─ jvm_start",
                        "\"settings.properties\" not found",
                        "critical path (•): ")
                .doesNotContain("\u001B", "build.transition");
        assertThat(TraceTree.parse(json.out()).only("deploy").attribute("slipway.deployment.id"))
                .isEqualTo(id);
        assertThat(html.exitCode()).as(html.err()).isZero();
        assertThat(html.out()).isEmpty();
        assertThat(page).content().contains("<title>deploy shown · trace</title>", id);
    }

    @Test
    void trace_oddWishes_areUsageErrors() throws Exception {
        assertThat(List.of(
                        slipway.run("trace", "01ZZZZZZ"),
                        slipway.run("trace", "nobody"),
                        slipway.run("trace", "No Name"),
                        slipway.run("trace", "--html", "page.html", "--output", "json")))
                .extracting(SlipwayProcess.Result::exitCode)
                .containsOnly(2);
    }

    private static TraceTree deploy(SlipwayProcess slipway, String example, int exitCode) throws Exception {
        SlipwayProcess.Result result = slipway.run("deploy", SlipwayProcess.example(example), "--output", "json");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);

        TraceTree trace = trace(result, "deploy");
        assertThat(Coverage.of(trace.only("deploy"), Set.of("deploy.finalize")))
                .as(trace.outline())
                .isGreaterThanOrEqualTo(0.99);
        return trace;
    }

    /** Waits for the span that comes last. */
    private static TraceTree trace(SlipwayProcess.Result result, String last) throws Exception {
        String traceId = result.json().path("traceId").asText();
        LocalTraces traces = new LocalTraces(slipway.receiver());
        // The outcome is known before the function that wrote it sends its spans, and report_spans hands on the
        // command's last
        // ones after that has gone.
        TraceTree trace = await().until(
                        () -> traces.tree(traceId),
                        tree -> tree.isPresent()
                                && !tree.get().named("build").isEmpty()
                                && !tree.get().named(last).isEmpty())
                .orElseThrow();
        assertThat(trace.duplicates()).isEmpty();
        return trace;
    }

    /** Leaves out the phases of CodeBuild and the gaps between states, which come as the clock has them. */
    private static boolean isInTheTable(TracedSpan span) {
        return !span.isAwsCall()
                && !span.name().startsWith("build.buildkit.")
                && !span.name().equals("build.transition");
    }
}
