package dev.slipway.steps.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.Codec;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

class KeepActiveTest {
    private final Bucket bucket = new Bucket(new MemoryS3(), "bucket");
    private final Calls calls = new Calls();

    @Test
    void callAll_appsLiveDestroyedAndNotYetLive_asksEachLiveAliasForItsHealthAndWaitsForNone() throws IOException {
        live("destroyed");
        live("hello");
        bucket.put(Keys.desired("new"), sample("desired-state", DesiredState.class));

        new KeepActive(bucket, functions(), Clock.systemUTC()).callAll();

        assertThat(calls.requests)
                .extracting(InvokeRequest::functionName)
                .containsExactly("slipway-p-destroyed", "slipway-p-hello");
        assertThat(calls.requests).allSatisfy(request -> {
            assertThat(request.qualifier()).isEqualTo("live");
            assertThat(request.invocationType()).isEqualTo(InvocationType.EVENT);
            assertThat(Codec.parse(request.payload().asUtf8String())
                            .path("rawPath")
                            .asText())
                    .isEqualTo(sample("version-record", VersionRecord.class)
                            .config()
                            .health()
                            .path());
        });
    }

    @Test
    void callAll_oneCannotBeCalled_callsTheOthersAndFails() throws IOException {
        live("denied");
        live("hello");
        KeepActive keepActive = new KeepActive(bucket, functions(), Clock.systemUTC());

        assertThatThrownBy(keepActive::callAll).isInstanceOf(LambdaException.class);

        assertThat(calls.requests)
                .extracting(InvokeRequest::functionName)
                .containsExactly("slipway-p-denied", "slipway-p-hello");
    }

    private void live(String app) throws IOException {
        LiveState live = sample("live-state", LiveState.class);
        bucket.put(Keys.desired(app), sample("desired-state", DesiredState.class));
        bucket.put(Keys.live(app), live);
        bucket.put(Keys.version(app, live.version()), sample("version-record", VersionRecord.class));
    }

    private AppFunctions functions() {
        return new AppFunctions(calls, new AppFunctions.Settings("slipway-p-", "role", 512, "x86_64"));
    }

    private static <T extends Record> T sample(String name, Class<T> type) throws IOException {
        return Codec.read(Files.readString(Path.of("../../events/samples", name + ".json")), type);
    }

    /** Keeps what it is asked; one app's function is gone, another may not be called. */
    private static final class Calls implements LambdaClient {
        private final List<InvokeRequest> requests = new ArrayList<>();

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
            requests.add(request);
            if (request.functionName().endsWith("destroyed")) {
                throw ResourceNotFoundException.builder().build();
            }
            if (request.functionName().endsWith("denied")) {
                throw LambdaException.builder().statusCode(403).build();
            }
            return InvokeResponse.builder().statusCode(202).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
