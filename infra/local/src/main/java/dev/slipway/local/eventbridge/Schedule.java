package dev.slipway.local.eventbridge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a scheduled rule fires: {@code rate(15 minutes)} or {@code cron(0 3 * * ? *)}, in UTC. */
interface Schedule {
    Pattern RATE = Pattern.compile("rate\\((\\d{1,6}) (minute|minutes|hour|hours|day|days)\\)");
    Pattern CRON = Pattern.compile("cron\\((.*)\\)");

    /** Returns the first time after the given one; empty where there is none. */
    Optional<Instant> next(Instant after);

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException where it is neither
     */
    static Schedule parse(String expression) {
        Matcher rate = RATE.matcher(expression);
        if (rate.matches()) {
            long count = Long.parseLong(rate.group(1));
            String unit = rate.group(2);
            // AWS refuses "1 minutes" and "2 minute" alike.
            if (count > 0 && (count == 1) != unit.endsWith("s")) {
                Duration one = switch (unit.charAt(0)) {
                    case 'm' -> Duration.ofMinutes(1);
                    case 'h' -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
                return new Rate(one.multipliedBy(count));
            }
        }
        Matcher cron = CRON.matcher(expression);
        if (cron.matches()) {
            return Cron.parse(cron.group(1));
        }
        throw new IllegalArgumentException("Parameter ScheduleExpression is not valid: " + expression);
    }

    /** A fixed interval. */
    record Rate(Duration interval) implements Schedule {
        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.plus(interval));
        }
    }
}
