package dev.slipway.local.builder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.builder.dockerfile.Instruction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HEALTHCHECK into the {@code Healthcheck} object of an image configuration. */
final class HealthCheck {
    private static final Map<String, String> DURATIONS = Map.of(
            "interval", "Interval",
            "timeout", "Timeout",
            "start-period", "StartPeriod",
            "start-interval", "StartInterval");
    private static final Map<String, Long> UNITS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h)");

    private HealthCheck() {}

    static ObjectNode parse(Instruction instruction) {
        ObjectNode check = new ObjectMapper().createObjectNode();
        ArrayNode test = check.putArray("Test");
        String[] parts = instruction.arguments().split("\\s+", 2);
        String kind = parts[0].toUpperCase(Locale.ROOT);
        if (kind.equals("NONE")) {
            test.add("NONE");
            return check;
        }
        if (!kind.equals("CMD") || parts.length < 2) {
            throw instruction.problem("HEALTHCHECK must be NONE or CMD with a command");
        }
        Instruction command = new Instruction("CMD", instruction.line(), Map.of(), parts[1], List.of(), "");
        command.json()
                .ifPresentOrElse(
                        words -> {
                            test.add("CMD");
                            words.forEach(test::add);
                        },
                        // The shell of the image runs it, which SHELL may have changed.
                        () -> test.add("CMD-SHELL").add(parts[1]));
        instruction.flags().forEach((flag, value) -> {
            if (DURATIONS.containsKey(flag)) {
                check.put(DURATIONS.get(flag), nanoseconds(instruction, value));
            } else if (flag.equals("retries") && value.matches("\\d{1,6}")) {
                check.put("Retries", Integer.parseInt(value));
            } else {
                throw instruction.problem("unknown flag or value: --%s=%s".formatted(flag, value));
            }
        });
        return check;
    }

    private static long nanoseconds(Instruction instruction, String text) {
        Matcher part = PART.matcher(text);
        BigDecimal total = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
        }
        if (end != text.length() || text.isEmpty()) {
            throw instruction.problem("invalid duration " + text);
        }
        return total.longValue();
    }

    private static long unit(String name) {
        return UNITS.getOrDefault(name, 1L);
    }
}
