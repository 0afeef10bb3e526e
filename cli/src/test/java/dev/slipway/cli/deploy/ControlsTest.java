package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.cli.console.Keyboard;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Keys keyboard = new Keys();
    private final Hints hints = new Hints();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final Controls controls = Controls.listening(keyboard, hints, cancelled::incrementAndGet);

    @AfterEach
    void close() {
        controls.close();
    }

    @Test
    void l_togglesTheOutputAndEndsAPause() throws Exception {
        controls.follow();
        keyboard.press("l");
        assertThat(controls.pause(LONG, false)).isTrue();
        assertThat(controls.output()).isTrue();
        assertThat(hints.last).isEqualTo("l hide · d detach · c cancel");

        keyboard.press("l");

        await().until(() -> !controls.output());
        assertThat(hints.last).isEqualTo("l logs · d detach · c cancel");
    }

    @Test
    void d_detaches() throws Exception {
        controls.follow();
        keyboard.press("d");

        assertThat(controls.pause(LONG, false)).isFalse();
    }

    @Test
    void c_cancels() {
        controls.follow();
        keyboard.press("c");

        await().until(() -> cancelled.get() == 1);
    }

    @Test
    void keys_pastedOrOfAnArrow_doNothing() {
        controls.follow();
        keyboard.press("cd");
        keyboard.press("\u001B[D");
        keyboard.press("x");
        keyboard.press("l");

        await().until(controls::output);
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void keys_beforeTheWorkflowRuns_canOnlyCancel() {
        await().until(() -> hints.last.equals("c cancel"));
        keyboard.press("l");
        keyboard.press("d");
        keyboard.press("c");

        await().until(() -> cancelled.get() == 1);
        assertThat(controls.output()).isFalse();
    }

    @Test
    void keyboard_notOurs_offersNothing() {
        keyboard.ours = false;
        controls.follow();

        await().until(() -> keyboard.asked.get() > 1);
        assertThat(hints.last).isEmpty();
    }

    @Test
    void close_givesTheKeyboardBack() {
        controls.close();

        assertThat(keyboard.closed).isTrue();
        assertThat(hints.last).isEmpty();
    }

    /** A keyboard under the fingers of the test. */
    private static final class Keys implements Keyboard {
        private final BlockingQueue<String> presses = new LinkedBlockingQueue<>();
        private volatile boolean ours = true;
        private volatile boolean closed;
        private final AtomicInteger asked = new AtomicInteger();

        void press(String keys) {
            presses.add(keys);
        }

        @Override
        public boolean listen() {
            asked.incrementAndGet();
            return ours;
        }

        @Override
        public String pressed() {
            String keys = presses.poll();
            return keys == null ? "" : keys;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Keeps the hint. */
    private static final class Hints implements Progress {
        private volatile String last = "";

        @Override
        public void keys(String hint) {
            last = hint;
        }

        @Override
        public void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId) {}

        @Override
        public void begin(Step step) {}

        @Override
        public void current(String text, @Nullable Instant since) {}

        @Override
        public void done(Step step, Duration took, String text) {}

        @Override
        public void detail(String text) {}

        @Override
        public void failed(Step step, Duration took, String text, List<String> log) {}

        @Override
        public void note(String text) {}

        @Override
        public void output(List<String> lines) {}

        @Override
        public void close() {}
    }
}
