package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.telemetry.tree.TraceTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The command line against the local cloud that it starts itself: real processes, nothing in place of anything. */
class DeployIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Slipway slipway;

    @TempDir
    Path sources;

    @BeforeAll
    static void open() throws IOException {
        slipway = new Slipway(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        slipway.run("local", "stop");
    }

    @Test
    void deploy_example_isLiveAndAnswers() throws Exception {
        String hello = Slipway.repository().resolve("cli/examples/hello").toString();

        Slipway.Ended run = slipway.run("deploy", hello, "--output", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = Codec.parse(run.last());
        assertThat(report.path("app").asText()).isEqualTo("hello");
        assertThat(report.path("status").asText()).isEqualTo("live");
        assertThat(report.path("traceId").asText()).hasSize(32);
        assertThat(report.path("phases"))
                .extracting(phase -> phase.path("name").asText())
                .containsExactly(
                        "create_deployment",
                        "upload",
                        "setup",
                        "buildkit",
                        "locate_artifact",
                        "create_version",
                        "activate",
                        "launch");
        assertThat(get(report.path("url").asText())).startsWith("Hello from version");
        assertThat(slipway.run("versions", "hello", "--sbom").err())
                .startsWith("failed to print the SBOM of hello v1: no SBOM: the embedded builder cannot attest");
    }

    @Test
    void deploy_changedSource_replacesTheFirstAndRollbackBringsItBack() throws Exception {
        Path app = app("change", "System.out.println(\"one\")", "one");
        String url = live(slipway.run("deploy", app.toString(), "--output", "json"));
        Client client = Client.looping(url);
        app("change", "System.out.println(\"two\")", "two");

        Slipway.Ended second = slipway.run("deploy", app.toString());
        Slipway.Ended back = slipway.run("rollback", "change", "--output", "json");

        assertThat(client.stop()).as("failed requests").isEmpty();
        assertThat(second.out()).startsWith("Live in ").contains(url);
        assertThat(live(back)).isEqualTo(url);
        assertThat(get(url)).isEqualTo("one");
        assertThat(Codec.parse(back.last()).path("phases"))
                .noneMatch(phase -> phase.path("name").asText().equals("buildkit"));
    }

    @Test
    void deploy_failingBuild_saysTheLineAndExitsWithOne() throws Exception {
        Slipway.Ended run = slipway.run(
                "deploy",
                Slipway.repository().resolve("cli/examples/broken-build").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("failed to build broken-build: Dockerfile:5", "settings.properties", "hint: ");
        assertThat(slipway.run("logs", "--build", "--app", "broken-build", "--follow")
                        .out())
                .contains("COPY settings.properties . ERROR");
    }

    @Test
    void deploy_versionThatNeverGetsHealthy_leavesTheOldOneLive() throws Exception {
        Path app = app("sick", "System.out.println(\"fine\")", "fine");
        String url = live(slipway.run("deploy", app.toString(), "--output", "json"));
        app("sick", "System.out.println(\"no database\"); System.exit(3)", "never");

        Slipway.Ended run = slipway.run("deploy", app.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("| no database", "failed to launch sick v2", "v1 is still live at " + url);
        assertThat(get(url)).isEqualTo("fine");
        assertThat(slipway.run("status", "sick").out()).contains("v1", "failed");
        TraceTree trace = WholeTrace.of(slipway, "sick", WholeTrace.UNHEALTHY);
        WholeTrace.assertError(trace, "NotHealthy", "deploy", "build", "launcher.reconcile", "launcher.check_health");
        assertThat(trace.only("deploy").statusMessage()).contains("exited 3 times");
    }

    @Test
    void deploy_interrupted_isCancelled() throws Exception {
        // One that is never healthy but always answers at once, so that its launcher soon sees that it is not wanted.
        Path app = app("interrupted", "System.out.println()", "never");
        Files.writeString(app.resolve("slipway.toml"), "[health]\nstatus = 299\n");
        Slipway.Running deploy = launching(app);

        new ProcessBuilder("kill", "-INT", Long.toString(deploy.process().pid()))
                .start()
                .waitFor();

        assertThat(deploy.await().exitCode()).isEqualTo(130);
        await().atMost(PATIENCE).until(() -> latest("interrupted").equals("cancelled"));
        TraceTree trace = WholeTrace.of(slipway, "interrupted", WholeTrace.CANCELLED);
        assertThat(trace.only("build").attribute("cicd.pipeline.result")).isEqualTo("cancellation");
        WholeTrace.assertError(trace, "Cancelled", "deploy", "build");
        assertThat(trace.only("launcher.reconcile").attribute("outcome")).isEqualTo("superseded");
    }

    @Test
    void deploy_interruptedWhileItUploads_isCancelled() throws Exception {
        Path app = app("uploading", "System.out.println()", "never");
        byte[] data = new byte[48 << 20];
        new Random(1).nextBytes(data);
        Files.write(app.resolve("data"), data);
        Slipway.Running deploy = slipway.start("deploy", app.toString());
        await().atMost(PATIENCE).until(() -> deploy.err().contains(", deployment 01"));

        new ProcessBuilder("kill", "-INT", Long.toString(deploy.process().pid()))
                .start()
                .waitFor();

        assertThat(deploy.await().exitCode()).as(deploy.err()).isEqualTo(130);
        await().atMost(PATIENCE).until(() -> latest("uploading").equals("cancelled"));
    }

    @Test
    void deploy_onATerminal_showsOutputWhenAskedAndIsLeftToItself() throws Exception {
        assumeTrue(PtySession.isAvailable(), "skipped: no script of util-linux here to make a terminal with");
        Path app =
                app("watched", "System.out.println(\"warming \\u001B[2Jup\"); Thread.currentThread().join()", "late");
        try (PtySession terminal = slipway.onATerminal("deploy", app.toString())) {
            terminal.expect("l logs");
            terminal.press("l");
            terminal.expect("warming up");
            terminal.press("d");

            terminal.expect("It goes on by itself");
            terminal.expect("exit=0");
            terminal.expect("isig icanon iexten echo ");
            assertThat(terminal.shown()).doesNotContain("\u001B[2J");
        }
        assertThat(slipway.run("cancel", "watched").out()).contains("cancelled");
    }

    @Test
    void deploy_onATerminal_isCancelledByAKey() throws Exception {
        assumeTrue(PtySession.isAvailable(), "skipped: no script of util-linux here to make a terminal with");
        Path app = app("pressed", "Thread.currentThread().join()", "never");
        try (PtySession terminal = slipway.onATerminal("deploy", app.toString())) {
            terminal.expect("l logs");
            terminal.press("c");

            terminal.expect("exit=130");
            terminal.expect("isig icanon iexten echo ");
        }
        await().atMost(PATIENCE).until(() -> latest("pressed").equals("cancelled"));
    }

    @Test
    void cancel_beforeTheWorkflowBegan_closesTheRecordAndWhoStartsItLateDeploysNothing() throws Exception {
        live(slipway.run("deploy", app("early", "System.out.println()", "one").toString(), "--output", "json"));
        try (Pipeline pipeline = slipway.pipeline()) {
            CreateDeploymentResult created = pipeline.functions().createDeployment(rollback("early", 1));

            assertThat(slipway.run("cancel", "early").out()).contains(created.deploymentId() + " cancelled");

            String late = pipeline.executions().start(created);
            await().atMost(PATIENCE)
                    .until(() -> pipeline.executions()
                            .describe(late)
                            .filter(execution -> execution.status() == ExecutionStatus.FAILED)
                            .isPresent());
            assertThat(pipeline.records().deployment("early", created.deploymentId()))
                    .hasValueSatisfying(record -> {
                        assertThat(record.status()).isEqualTo(DeploymentStatus.CANCELLED);
                        assertThat(record.failure().cause()).startsWith("cancelled by ");
                    });
        }
    }

    @Test
    void deploy_killed_goesOnByItself() throws Exception {
        Slipway.Running deploy = slow("killed");

        deploy.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        assertThat(latest("killed")).isNotEqualTo("cancelled");
        await().atMost(PATIENCE).until(() -> latest("killed").equals("live"));
    }

    @Test
    void deploy_newerOneComesInBetween_olderEndsAsSuperseded() throws Exception {
        Slipway.Running older = slow("twice");
        Path app = app("twice", "System.out.println(\"quick\")", "quick");

        Slipway.Ended newer = slipway.run("deploy", app.toString(), "--output", "json");

        assertThat(older.await().exitCode()).isEqualTo(4);
        assertThat(get(live(newer))).isEqualTo("quick");
    }

    @Test
    void cancel_fromAnotherTerminal_endsTheDeployWithFour() throws Exception {
        Slipway.Running deploy = slow("elsewhere");

        Slipway.Ended cancel = slipway.run("cancel", "elsewhere");

        assertThat(cancel.out()).contains("cancelled");
        assertThat(deploy.await().exitCode()).isEqualTo(4);
    }

    @Test
    void env_sensitiveValue_isUsedAndNeverShown() throws Exception {
        Path app = app("secretive", "System.out.println(System.getenv(\"TOKEN\").length())", "ok");
        Path variables = Files.writeString(sources.resolve("variables"), "TOKEN=abcdef123\n");

        live(slipway.run(
                "deploy", app.toString(), "--env-file", variables.toString(), "--env", "OPEN=yes", "--output", "json"));

        assertThat(slipway.run("env", "list", "secretive").out()).contains("TOKEN=(sensitive)", "OPEN=yes");
        assertThat(slipway.run("logs", "secretive").out()).contains("9").doesNotContain("abcdef123");

        String[] set = {"env", "set", "--sensitive", "TOKEN", "--app", "secretive", "--output", "json"};
        live(slipway.piped("four\n", set));
        live(slipway.run("env", "unset", "OPEN", "--app", "secretive", "--output", "json"));

        assertThat(slipway.run("env", "list", "secretive").out()).isEqualTo("TOKEN=(sensitive)\n");
        assertThat(slipway.run("logs", "secretive").out()).contains("4\n");
        Slipway.Ended again = slipway.run("env", "unset", "OPEN", "--app", "secretive");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("secretive has no variable OPEN", "hint: ");
    }

    @Test
    void destroy_takesTheAppAway() throws Exception {
        Path app = app("gone", "System.out.println(\"up\")", "up");
        live(slipway.run("deploy", app.toString(), "--output", "json"));

        assertThat(slipway.run("destroy", "gone", "--yes").exitCode()).isZero();

        assertThat(slipway.run("status", "gone").exitCode()).isEqualTo(2);
        assertThat(slipway.run("logs", "gone").err()).startsWith("failed to find gone: it was never deployed");
    }

    private static CreateDeploymentRequest rollback(String app, long version) {
        return new CreateDeploymentRequest(
                DeploymentId.random(Instant.now(), new SecureRandom()),
                Kind.ROLLBACK,
                app,
                null,
                version,
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Starts the deploy of an app that takes long to come up, and returns once the launch has begun. */
    private Slipway.Running slow(String name) throws Exception {
        return launching(app(name, "Thread.sleep(12_000)", "late"));
    }

    private Slipway.Running launching(Path app) throws Exception {
        Slipway.Running deploy = slipway.start("deploy", app.toString(), "--output", "jsonl");
        await().atMost(PATIENCE).until(() -> deploy.out().contains("\"event\":\"begin\",\"step\":\"launch\""));
        return deploy;
    }

    private Path app(String name, String first, String answer) throws IOException {
        Path app = Files.createDirectories(sources.resolve(name));
        Files.writeString(app.resolve("App.java"), """
                import com.sun.net.httpserver.HttpServer;
                import java.net.InetSocketAddress;

                public final class App {
                    public static void main(String[] arguments) throws Exception {
                        %s;
                        byte[] answer = "%s".getBytes();
                        HttpServer server = HttpServer.create(
                                new InetSocketAddress(Integer.parseInt(System.getenv("PORT"))), 0);
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(200, answer.length);
                            exchange.getResponseBody().write(answer);
                            exchange.close();
                        });
                        server.start();
                    }
                }
                """.formatted(first, answer));
        return app;
    }

    private static String live(Slipway.Ended run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Codec.parse(run.last()).path("url").asText();
    }

    private static String latest(String app) throws Exception {
        JsonNode status =
                Codec.parse(slipway.run("status", app, "--output", "json").last());
        return status.path(0).path("latest").path("status").asText();
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Asks again and again, and keeps what went wrong. */
    private static final class Client {
        private final List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final Thread thread;
        private volatile boolean stopped;

        private Client(String url) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            thread = new Thread(() -> ask(request));
            thread.start();
        }

        static Client looping(String url) {
            return new Client(url);
        }

        List<String> stop() throws InterruptedException {
            stopped = true;
            thread.join();
            return failures;
        }

        private void ask(HttpRequest request) {
            while (!stopped) {
                try {
                    int status = HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode();
                    if (status != 200) {
                        failures.add("status " + status);
                    }
                } catch (IOException e) {
                    failures.add(e.toString());
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
