package dev.slipway.local.eventbridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventBusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();

    private EventBus bus(TargetInvoker invoker) throws IOException {
        Rule.Target target = new Rule.Target("t", "arn:target", Optional.empty(), 3, Duration.ofMinutes(1));
        Optional<JsonNode> pattern = Optional.of(JSON.readTree("{\"source\":[\"aws.s3\"]}"));
        Rule rule = new Rule("uploads", "arn:rule", pattern, Optional.empty(), target);
        return new EventBus(List.of(rule), folder, invoker, Clock.systemUTC(), "123456789012", "us-east-1");
    }

    private static ObjectNode event() {
        ObjectNode event = JSON.createObjectNode().put("source", "aws.s3").put("detail-type", "Object Created");
        event.putArray("resources").add("arn:aws:s3:::bucket");
        event.putObject("detail").put("n", 1);
        return event;
    }

    private long kept() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void publish_matchingEvent_arrivesCompleteAtTheTarget() throws Exception {
        try (EventBus bus = bus((arn, payload) -> delivered.add(arn + payload))) {
            bus.start();
            bus.publish(event());
            assertThat(delivered.poll(5, SECONDS))
                    .matches(
                            "arn:target\\{\"version\":\"0\",\"id\":\"[0-9a-f-]{36}\",\"detail-type\":\"Object Created\","
                                    + "\"source\":\"aws.s3\",\"account\":\"123456789012\",\"time\":\"[0-9T:-]{19}Z\","
                                    + "\"region\":\"us-east-1\",\"resources\":\\[\"arn:aws:s3:::bucket\"],\"detail\":\\{\"n\":1}}");
        }
    }

    @Test
    void publish_targetFails_isTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        TargetInvoker flaky = (arn, payload) -> {
            delivered.add(payload);
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
        };
        try (EventBus bus = bus(flaky)) {
            bus.start();
            bus.publish(event());
            String first = delivered.poll(5, SECONDS);
            assertThat(delivered.poll(5, SECONDS)).isNotNull().isEqualTo(first);
        }
    }

    @Test
    void start_afterKillBeforeDelivery_deliversWhatWasKept() throws Exception {
        try (EventBus killed = bus((arn, payload) -> delivered.add(payload))) {
            // Never started: as if the process had ended between the answer and the delivery.
            killed.publish(event());
        }
        assertThat(kept()).isEqualTo(1);
        try (EventBus next = bus((arn, payload) -> delivered.add(payload))) {
            next.start();
            assertThat(delivered.poll(5, SECONDS)).contains("Object Created");
        }
    }

    @Test
    void publish_otherEvent_isNotKept() throws Exception {
        try (EventBus bus = bus((arn, payload) -> delivered.add(payload))) {
            bus.publish(event().put("source", "app"));
            assertThat(kept()).isZero();
        }
    }
}
