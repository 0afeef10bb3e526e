package dev.slipway.local.lambda.invoke;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Names log streams as Lambda does: {@code yyyy/MM/dd/[version]} and 32 hexadecimal digits, one per environment. */
public final class LogStreams {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private LogStreams() {}

    /** Returns a new name. */
    public static String next(Clock clock, String version) {
        return DAY.format(clock.instant()) + "/[" + version + "]"
                + UUID.randomUUID().toString().replace("-", "");
    }
}
