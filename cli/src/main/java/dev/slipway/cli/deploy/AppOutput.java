package dev.slipway.cli.deploy;

import dev.slipway.cli.pipeline.Logs;
import dev.slipway.cli.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Shows what an app prints while it comes up, to who asks for it. Not thread-safe. */
final class AppOutput {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    /** What Lambda says of each invocation, in its plain format. */
    private static final Pattern PLATFORM =
            Pattern.compile("(START|END|REPORT) RequestId: |INIT_START |INIT_REPORT |EXTENSION\t");

    private final Logs logs;
    private final String app;
    private final Progress progress;
    private Logs.@Nullable AppLog log;
    private Instant nextLook = Instant.MIN;

    AppOutput(Logs logs, String app, Progress progress) {
        this.logs = logs;
        this.app = app;
        this.progress = progress;
    }

    void begin(Instant at) {
        log = logs.app(app, at);
    }

    void look(boolean shown) {
        if (log == null || !shown || Instant.now().isBefore(nextLook)) {
            return;
        }
        nextLook = Instant.now().plus(INTERVAL);
        try {
            List<String> lines = log.next().stream()
                    .map(Logs.Line::text)
                    .filter(text -> !PLATFORM.matcher(text).lookingAt())
                    .toList();
            if (!lines.isEmpty()) {
                progress.output(lines);
            }
        } catch (SdkException e) {
            // The log is a comfort; the launch goes on without anybody looking.
            log = null;
        }
    }
}
