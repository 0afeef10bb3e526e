package dev.slipway.plan.toml;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A table of the file, read key by key; every refusal names the line and the column. */
final class Section {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private final String prefix;
    private final TomlTable table;

    private Section(String prefix, TomlTable table) {
        this.prefix = prefix;
        this.table = table;
    }

    static Section root(String text) {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().get(0);
            throw new PlanException(
                    place(first.position()), String.valueOf(first.getMessage()), "the format is TOML: https://toml.io");
        }
        return new Section("", result);
    }

    /** Refuses every key but the known ones. */
    void only(String... known) {
        for (String key : new TreeSet<>(table.keySet())) {
            if (!Arrays.asList(known).contains(key)) {
                String hint = Nearest.to(key, known)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElseGet(() -> "known are " + String.join(", ", known));
                throw new PlanException(placeOf(key), "unknown key \"" + prefix + key + "\"", hint);
            }
        }
    }

    @Nullable
    String string(String key) {
        return value(key, String.class, "a string in quotes");
    }

    /** Reads a string that says something. */
    @Nullable
    String text(String key) {
        String text = string(key);
        if (text != null && text.isBlank()) {
            throw error(key, "must not be empty", "leave the key out to keep the default");
        }
        return text;
    }

    /** Reads a path below the root of the source. */
    @Nullable
    String path(String key) {
        String path = text(key);
        if (path == null) {
            return null;
        }
        String plain = path.replaceFirst("^(?:\\./)+", "").replaceFirst("/+$", "");
        if (path.startsWith("/")
                || path.contains("\\")
                || Arrays.asList(plain.split("/", -1)).contains("..")) {
            throw error(key, "must be a path below the source", "write it relative to the root, with slashes");
        }
        return plain.isEmpty() ? "." : plain;
    }

    @Nullable
    Long integer(String key) {
        return value(key, Long.class, "a whole number");
    }

    @Nullable
    Long integer(String key, long least, long most) {
        Long number = integer(key);
        if (number != null && (number < least || number > most)) {
            throw error(key, "must be " + least + " to " + most + ", not " + number, "change the number");
        }
        return number;
    }

    @Nullable
    String oneOf(String key, List<String> choices) {
        String choice = string(key);
        if (choice != null && !choices.contains(choice)) {
            String quoted = choices.stream().map(c -> "\"" + c + "\"").collect(Collectors.joining(" or "));
            throw error(key, "must be " + quoted + ", not \"" + choice + "\"", "change the value");
        }
        return choice;
    }

    @Nullable
    Duration duration(String key, Duration least, Duration most) {
        String text = string(key);
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw error(key, "is no duration: \"" + text + "\"", "write it as \"500ms\", \"30s\" or \"2m\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw error(key, "must be " + words(least) + " to " + words(most) + ", not " + text, "change the duration");
        }
        return duration;
    }

    List<String> list(String key) {
        TomlArray array = value(key, TomlArray.class, "a list of strings");
        if (array == null) {
            return List.of();
        }
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof String)) {
                throw new PlanException(
                        place(array.inputPositionOf(i)),
                        "\"" + prefix + key + "\" must hold strings, not " + TomlTypes.name(array.get(i)),
                        "put each in quotes");
            }
        }
        return array.toList().stream().map(String.class::cast).toList();
    }

    /** Reads this table as names and strings. */
    Map<String, String> strings() {
        Map<String, String> strings = new TreeMap<>();
        for (String key : new TreeSet<>(table.keySet())) {
            String value = string(key);
            if (value != null) {
                strings.put(key, value);
            }
        }
        return strings;
    }

    /** Returns a table in this one, an empty one when it is not there. */
    Section table(String key) {
        TomlTable inner = value(key, TomlTable.class, "a table");
        return new Section(prefix + key + ".", inner == null ? Toml.parse("") : inner);
    }

    PlanException error(String key, String problem, String hint) {
        String text = problem.startsWith("\"") || problem.startsWith("the ") ? problem : quoted(key) + " " + problem;
        return new PlanException(placeOf(key), text, hint);
    }

    Map<String, Place> places() {
        Map<String, Place> places = new HashMap<>();
        table.keyPathSet(true).forEach(path -> {
            TomlPosition position = table.inputPositionOf(path);
            if (position != null) {
                places.put(String.join(".", path), place(position));
            }
        });
        return places;
    }

    private <T> @Nullable T value(String key, Class<T> type, String wanted) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw error(key, "must be " + wanted + ", not " + TomlTypes.name(value), "change the type of the value");
        }
        return type.cast(value);
    }

    private String quoted(String key) {
        return "\"" + prefix + key + "\"";
    }

    private Place placeOf(String key) {
        return place(table.inputPositionOf(List.of(key)));
    }

    private static Place place(@Nullable TomlPosition position) {
        return position == null
                ? Place.of(SlipwayToml.FILE)
                : Place.of(SlipwayToml.FILE, position.line(), position.column());
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
