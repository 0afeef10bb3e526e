package dev.slipway.cli.waterfall;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.telemetry.tree.TraceTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Traces of real deploys, as the receiver gave them, and small ones made up; what they are of. */
final class Recorded {
    static final String HELLO = "01M87GY1S2X28H2GNPPAKS5WH4";
    static final String NEVER_HEALTHY = "01M87GY9110FWMXZPS5CGAD3PJ";
    private static final ZonedDateTime TIME = ZonedDateTime.of(2026, 11, 24, 19, 36, 12, 0, ZoneOffset.UTC);

    private Recorded() {}

    static Waterfall hello() throws IOException {
        return Waterfall.of(TraceTree.parse(resource("hello.json")), HELLO);
    }

    static Waterfall neverHealthy() throws IOException {
        return Waterfall.of(TraceTree.parse(resource("never-healthy.json")), NEVER_HEALTHY);
    }

    static Subject live(String title, String deploymentId) {
        return subject(title, deploymentId, DeploymentStatus.LIVE, null);
    }

    static Subject failed(String title, String deploymentId, Stage phase) {
        return subject(title, deploymentId, DeploymentStatus.FAILED, phase);
    }

    static Subject subject(String title, String deploymentId, DeploymentStatus status, @Nullable Stage phase) {
        return new Subject(title, "hello", deploymentId, status, phase, TIME, "6b05e72c79536aedc223e7c8ffaf7fb2", null);
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static String text(TextWaterfall waterfall) {
        StringWriter text = new StringWriter();
        waterfall.print(new PrintWriter(text));
        return text.toString();
    }
}
