package dev.slipway.plan.stack;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** A manifest in TOML, of which the wrong types are passed over: its own tool will complain of them. */
public final class TomlFile {
    private final TomlTable table;

    private TomlFile(TomlTable table) {
        this.table = table;
    }

    /** Reads a text. */
    public static TomlFile parse(String file, String text) {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().get(0);
            throw new PlanException(
                    Place.of(file, first.position().line(), first.position().column()),
                    "is not TOML: " + first.getMessage(),
                    "correct the line");
        }
        return new TomlFile(result);
    }

    /** Says whether a table or a value is there. */
    public boolean has(String... path) {
        return table.get(List.of(path)) != null;
    }

    /** Returns a string. */
    public Optional<String> string(String... path) {
        return table.get(List.of(path)) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns the strings of a list, passing over what is none. */
    public List<String> strings(String... path) {
        List<String> strings = new ArrayList<>();
        if (table.get(List.of(path)) instanceof TomlArray array) {
            array.toList().stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .forEach(strings::add);
        }
        return strings;
    }

    /** Returns the tables of a list of tables. */
    public List<TomlFile> tables(String... path) {
        List<TomlFile> tables = new ArrayList<>();
        if (table.get(List.of(path)) instanceof TomlArray array) {
            array.toList().stream()
                    .filter(TomlTable.class::isInstance)
                    .map(inner -> new TomlFile((TomlTable) inner))
                    .forEach(tables::add);
        }
        return tables;
    }

    /** Returns the keys of a table. */
    public Set<String> keys(String... path) {
        return table.get(List.of(path)) instanceof TomlTable inner ? inner.keySet() : Set.of();
    }
}
