package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.console.Keyboard;
import dev.slipway.cli.console.Terminal;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.ignore.SourceRules;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.cli.pack.Packed;
import dev.slipway.cli.pack.Packer;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.ExecutionFollower;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.pipeline.Site;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Style;
import dev.slipway.cli.progress.TerminalProgress;
import dev.slipway.cli.trace.DeployTrace;
import dev.slipway.cli.waterfall.Waterfall;
import dev.slipway.events.Codec;
import dev.slipway.events.state.AppRecord;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.telemetry.AwsClientTracing;
import dev.slipway.telemetry.Telemetry;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Goes through the motions of a deploy against a server that refuses everything, so that the classes of a real one are
 * loaded.
 */
public final class Rehearsal {
    private static final String BODY = "{\"__type\":\"NotFound\",\"message\":\"none\"}";
    private static final String REFUSAL = String.join(
            "\r\n",
            "HTTP/1.1 404 Not Found",
            "Content-Type: application/json",
            "Content-Length: " + BODY.length(),
            "Connection: close",
            "",
            BODY);

    private final Console console;

    /** Prints to the given console. */
    public Rehearsal(Console console) {
        this.console = console;
    }

    /** Packs a file, and is refused by every service. */
    public void run() {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread refusing = new Thread(() -> refuse(server), "refusing");
            refusing.setDaemon(true);
            refusing.start();
            Path folder = source();
            try (Packed packed = new Packer(console.temporaryFolder(), 1 << 20)
                    .pack(folder, SourceRules.Settings.DEFAULT, (files, bytes) -> {})) {
                talk(site(server.getLocalPort()), packed);
            } finally {
                Files.delete(folder.resolve("file"));
                Files.delete(folder.resolve(".gitignore"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            // A shorter rehearsal makes a smaller archive, nothing worse.
            console.err().println(e.getMessage());
        }
    }

    private static Path source() throws IOException {
        Path folder = Files.createTempDirectory("slipway-training-");
        Files.writeString(folder.resolve("file"), "content");
        Files.writeString(folder.resolve(".gitignore"), "*.log\n/build/\n!a/**/b?[cd]\n");
        return folder;
    }

    private void talk(Site site, Packed packed) {
        Telemetry telemetry = Telemetry.relaying(console.environment(), "slipway-cli", spans -> {});
        Clients clients = new Clients(site, List.of(new AwsClientTracing(telemetry)));
        clients.warmUp();
        try (Pipeline pipeline = new Pipeline(site, clients);
                Progress progress = progress();
                Controls controls = Controls.listening(Keyboard.NONE, progress, () -> {})) {
            DeployTrace trace = DeployTrace.begin(telemetry, Instant.now(), Map.of());
            trace.past("deploy.pack", Instant.now(), Instant.now(), Attributes.empty());
            Deployment deployment = new Deployment(pipeline, trace, progress);
            attempt(() -> deployment.create(request(), Instant.now()));
            attempt(() -> pipeline.uploads().put("key", packed.archive(), sent -> {}));
            attempt(() -> pipeline.records().live("training"));
            attempt(() -> new ExecutionFollower(
                            pipeline.executions(), "arn", deployment.shown("training", controls), () -> false)
                    .await());
            attempt(() ->
                    Codec.read(Codec.write(new AppRecord(1, "training", 1, null, Instant.EPOCH)), AppRecord.class));
            trace.end();
            Waterfall.of(trace.nodes().until(Instant.now())).parts(1);
        }
        telemetry.close();
    }

    private Progress progress() {
        return new TerminalProgress(console.err(), new Style(true), Terminal.of(console), Clock.systemUTC());
    }

    private static CreateDeploymentRequest request() {
        return new CreateDeploymentRequest(
                "training",
                Kind.ROLLBACK,
                "training",
                null,
                1L,
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

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (CliFailure | SdkException | IllegalArgumentException e) {
            console.err().println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Site site(int port) {
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        Map<String, String> outputs = new HashMap<>();
        for (String name : List.of("Bucket", "StateMachineArn", "CreateDeploymentFunction", "BuildLogGroup")) {
            outputs.put(name, "training");
        }
        return new Site(
                Site.LOCAL,
                "us-east-1",
                endpoint,
                endpoint,
                new CloudFile.Credentials("training", "training"),
                true,
                outputs);
    }

    private static void refuse(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream();
                    OutputStream out = socket.getOutputStream()) {
                in.readNBytes(1);
                in.readNBytes(in.available());
                out.write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws InterruptedException;
    }
}
