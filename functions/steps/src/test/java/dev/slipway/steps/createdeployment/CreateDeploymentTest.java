package dev.slipway.steps.createdeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.plan.Auth;
import dev.slipway.events.plan.HealthCheck;
import dev.slipway.events.plan.RunConfig;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import dev.slipway.steps.handler.StepException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateDeploymentTest {
    private static final String TOKEN = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";
    private static final String ARN = "arn:aws:sts::123456789012:assumed-role/deployer/ada";
    private static final String PROOF = "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-SignedHeaders=host%3B"
            + "x-slipway-token&X-Amz-Signature=00";

    private final Bucket bucket = new Bucket(new MemoryS3(), "bucket");
    private final Map<String, String> asked = new HashMap<>();
    private HttpServer sts;
    private int status = 200;

    @BeforeEach
    void open() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", this::answer);
        sts.start();
        HealthCheck health = new HealthCheck("/", null, 30_000, 100, 1);
        RunConfig config = new RunConfig(null, 8080, Auth.PUBLIC, health, Map.of("FROM_TOML", "x".repeat(100)), null);
        bucket.put(
                Keys.version("hello", 1),
                new VersionRecord(
                        1,
                        "hello",
                        1,
                        "first",
                        "image",
                        "sha256:0",
                        "sha256:0",
                        "java",
                        "b",
                        config,
                        "base",
                        null,
                        Instant.EPOCH,
                        null));
        bucket.put(
                Keys.live("hello"), new LiveState(1, "hello", 1, null, "first", 1, "http://url", "1", Instant.EPOCH));
        bucket.put(
                Keys.environment("hello", "base"),
                new EnvironmentRecord(
                        1,
                        "hello",
                        "base",
                        Map.of("KEPT", entry("1"), "GONE", entry("1"), "CHANGED", entry("1")),
                        Instant.EPOCH));
    }

    @AfterEach
    void close() {
        sts.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.put("query", exchange.getRequestURI().getRawQuery());
        asked.put("token", exchange.getRequestHeaders().getFirst("x-slipway-token"));
        byte[] body = ("<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>" + ARN
                        + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void create_variablesSetAndUnset_areARevisionOnTopOfTheLiveOne() {
        DeploymentRecord record = create(configure(Map.of("CHANGED", entry("2"), "NEW", entry("3")), List.of("GONE")));

        assertThat(record.input().environmentRevision()).isEqualTo(TOKEN);
        assertThat(bucket.read(Keys.environment("hello", TOKEN), EnvironmentRecord.class)
                        .orElseThrow()
                        .value()
                        .entries())
                .isEqualTo(Map.of("KEPT", entry("1"), "CHANGED", entry("2"), "NEW", entry("3")));
    }

    @Test
    void create_nothingSet_namesTheRevisionThatIsThere() {
        assertThat(create(configure(Map.of(), List.of())).input().environmentRevision())
                .isEqualTo("base");
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER,hello has no variable NEVER",
        "FROM_TOML,variable FROM_TOML of hello is set in slipway.toml",
    })
    void create_unsetOfWhatIsNotSet_isRefused(String name, String cause) {
        assertRefused(configure(Map.of(), List.of("GONE", name)), cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_REGION", "PORT", "1X", "A-B", "X"})
    void create_nameThatLambdaRefuses_isRefusedBeforeIt(String name) {
        assertRefused(configure(Map.of(name, entry("1")), List.of()), "variable \"" + name + "\"");
    }

    @Test
    void create_environmentOverFourKilobytesWithWhatIsThere_isRefused() {
        create(configure(Map.of("BIG", entry("x".repeat(3300))), List.of()));

        assertRefused(configure(Map.of("BIG", entry("x".repeat(3450))), List.of()), "the environment takes");
    }

    @Test
    void create_provenCaller_isInTheRecord() {
        assertThat(create(configure(Map.of(), List.of()).by(PROOF)).startedBy()).isEqualTo(ARN);
        assertThat(asked).containsEntry("query", PROOF).containsEntry("token", TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action=GetCallerIdentity&X-Amz-SignedHeaders=host",
                "Action=GetCallerIdentity&X-Amz-SignedHeaders=host&X-Amz-SignedHeaders=x-slipway-token",
                "Action=AssumeRole&X-Amz-SignedHeaders=host%3Bx-slipway-token",
                "Action=GetCallerIdentity&Action=AssumeRole&X-Amz-SignedHeaders=host%3Bx-slipway-token",
                "Action=GetCallerIdentity&X-Amz-SignedHeaders=host%3Bx-slipway-token\r\nHost: elsewhere",
            })
    void create_proofOfSomethingElse_isNotSentOn(String proof) {
        assertThat(create(configure(Map.of(), List.of()).by(proof)).startedBy()).isEqualTo("ada");
        assertThat(asked).isEmpty();
    }

    @Test
    void create_proofThatStsRefuses_provesNothing() {
        status = 403;
        assertThat(create(configure(Map.of(), List.of()).by(PROOF)).startedBy()).isEqualTo("ada");
    }

    @Test
    void create_noSts_deploysAllTheSame() {
        sts.stop(0);
        assertThat(create(configure(Map.of(), List.of()).by(PROOF)).startedBy()).isEqualTo("ada");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-,unknown", "arn:aws:iam::123456789012:user/root,unknown", "s3,unknown"})
    void claimed_whatCouldBeTakenForMore_isNotTaken(@Nullable String user, String recorded) {
        assertThat(CallerIdentity.claimed(user)).isEqualTo(recorded);
    }

    private void assertRefused(CreateDeploymentRequest request, String cause) {
        assertThatThrownBy(() -> create(request)).isInstanceOfSatisfying(StepException.class, refusal -> {
            assertThat(refusal.error().cause()).contains(cause);
            assertThat(refusal.error().hint()).isNotBlank();
        });
    }

    private DeploymentRecord create(CreateDeploymentRequest request) {
        CallerIdentity identity = CallerIdentity.of(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        "http://127.0.0.1:" + sts.getAddress().getPort()),
                Duration.ofMinutes(1));
        var settings = new CreateDeployment.Settings("arn:states", Duration.ofMinutes(15), 1 << 20, false, null);
        new CreateDeployment(bucket, identity, settings, Clock.systemUTC()).create(request);
        return bucket.read(Keys.deployment("hello", request.token()), DeploymentRecord.class)
                .orElseThrow()
                .value();
    }

    private static CreateDeploymentRequest configure(Map<String, EnvironmentEntry> env, List<String> unset) {
        return new CreateDeploymentRequest(
                TOKEN, Kind.CONFIGURE, "hello", null, null, Map.of(), env, unset, "ada", null, null, null, null, null);
    }

    private static EnvironmentEntry entry(String value) {
        return new EnvironmentEntry(value, false);
    }
}
