package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.progress.JsonProgress;
import dev.slipway.events.Codec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final long MIB = 1 << 20;

    private final StringWriter written = new StringWriter();
    private final Ticking clock = new Ticking();
    private final Transfer transfer =
            new Transfer(1024 * MIB, new JsonProgress(new PrintWriter(written, true), clock), clock);

    @Test
    void accept_longUpload_tellsHowFarAndHowFast() {
        after(Duration.ofSeconds(1), 64 * MIB);
        after(Duration.ofMillis(100), 70 * MIB);
        after(Duration.ofMillis(900), 128 * MIB);

        assertThat(texts())
                .containsExactly("64.0 MB of 1.0 GB (6 %), 64.0 MB/s", "128.0 MB of 1.0 GB (12 %), 64.0 MB/s");
    }

    @Test
    void accept_overAtOnce_tellsNothing() {
        after(Duration.ofMillis(400), 1024 * MIB);

        assertThat(texts()).isEmpty();
    }

    @Test
    void accept_begunAnew_startsOver() {
        after(Duration.ofSeconds(1), 512 * MIB);
        after(Duration.ofSeconds(1), 8 * MIB);

        assertThat(texts()).last().asString().startsWith("8.0 MB of 1.0 GB (0 %), ");
    }

    private void after(Duration passed, long bytes) {
        clock.now = clock.now.plus(passed);
        transfer.accept(bytes);
    }

    private List<String> texts() {
        return written.toString()
                .lines()
                .map(line -> Codec.parse(line).path("text").asText())
                .toList();
    }

    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-01-02T10:31:02Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
