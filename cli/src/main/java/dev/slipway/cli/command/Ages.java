package dev.slipway.cli.command;

import java.time.Duration;
import java.time.Instant;

/** Writes how long ago something was. */
final class Ages {
    private Ages() {}

    static String of(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + "s ago";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + "m ago";
        }
        return age.toDays() < 2 ? age.toHours() + "h ago" : age.toDays() + "d ago";
    }
}
