package dev.slipway.local.eventbridge;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The six fields of an EventBridge cron expression: minutes, hours, day of month, month, day of week, year. L, W and #
 * are not implemented.
 *
 * @param dayOfWeek 1 for Sunday to 7 for Saturday, as AWS counts
 */
record Cron(BitSet minutes, BitSet hours, BitSet dayOfMonth, BitSet months, BitSet dayOfWeek, BitSet years)
        implements Schedule {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    static Cron parse(String expression) {
        String[] fields = expression.strip().split("\\s+", -1);
        if (fields.length != 6 || fields[2].equals("?") == fields[4].equals("?")) {
            throw new IllegalArgumentException(
                    "cron needs six fields, with ? for one of day of month and day of week: " + expression);
        }
        return new Cron(
                field(fields[0], 0, 59, List.of()),
                field(fields[1], 0, 23, List.of()),
                field(fields[2], 1, 31, List.of()),
                field(fields[3], 1, 12, MONTHS),
                field(fields[4], 1, 7, DAYS),
                field(fields[5], FIRST_YEAR, LAST_YEAR, List.of()));
    }

    @Override
    public Optional<Instant> next(Instant after) {
        ZonedDateTime time =
                after.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        while (time.getYear() <= LAST_YEAR) {
            if (!isDay(time.toLocalDate())) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean isDay(LocalDate date) {
        int weekday = date.getDayOfWeek() == DayOfWeek.SUNDAY
                ? 1
                : date.getDayOfWeek().getValue() + 1;
        return years.get(date.getYear())
                && months.get(date.getMonthValue())
                && dayOfMonth.get(date.getDayOfMonth())
                && dayOfWeek.get(weekday);
    }

    private static BitSet field(String text, int least, int most, List<String> names) {
        BitSet set = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", 2);
            String[] range = stepped[0].split("-", 2);
            boolean all = stepped[0].equals("*") || stepped[0].equals("?");
            int from = all ? least : number(range[0], names, least);
            int to = all || (stepped.length == 2 && range.length == 1)
                    ? most
                    : number(range[range.length - 1], names, least);
            int step = stepped.length == 2 ? number(stepped[1], List.of(), 0) : 1;
            if (from < least || to > most || from > to || step < 1) {
                throw new IllegalArgumentException("not a field of cron: " + text);
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String text, List<String> names, int least) {
        int name = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (name >= 0) {
            return name + least;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("not implemented in cron: " + text);
        }
        return Integer.parseInt(text);
    }
}
