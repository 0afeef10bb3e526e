package dev.slipway.local.lambda.function;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps the functions, each in a file that is written whole and moved into place. Readers see the record before a
 * change or after it, so an alias moves at once for all of them.
 */
public final class FunctionStore {
    private static final ObjectMapper JSON =
            new ObjectMapper().setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);

    private final Path folder;
    private final Map<String, FunctionRecord> records = new ConcurrentHashMap<>();
    private final Map<String, FunctionRecord> declared = new ConcurrentHashMap<>();

    /** Reads what the folder holds. */
    public FunctionStore(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    FunctionRecord record = JSON.readValue(file.toFile(), FunctionRecord.class);
                    records.put(record.name(), record);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the functions in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Puts a function that the template declares at every start; it is not stored. */
    public void declare(FunctionRecord record) {
        declared.put(record.name(), record);
    }

    /** Finds a function. */
    public Optional<FunctionRecord> find(String name) {
        FunctionRecord record = declared.get(name);
        return Optional.ofNullable(record == null ? records.get(name) : record);
    }

    /** Returns all functions by name. */
    public List<FunctionRecord> all() {
        return Stream.concat(declared.values().stream(), records.values().stream())
                .sorted(java.util.Comparator.comparing(FunctionRecord::name))
                .toList();
    }

    /** Adds a function, unless its name is taken. */
    public synchronized void create(FunctionRecord record) {
        if (find(record.name()).isPresent()) {
            throw Refusals.conflict("Function already exist: " + record.name());
        }
        write(record);
        records.put(record.name(), record);
    }

    /**
     * Changes a function.
     *
     * @param missing ARN to name when there is no such function
     */
    public synchronized FunctionRecord update(String name, String missing, UnaryOperator<FunctionRecord> change) {
        FunctionRecord before = find(name).orElseThrow(() -> Refusals.functionNotFound(missing));
        FunctionRecord after = change.apply(before);
        if (declared.containsKey(name)) {
            declared.put(name, after);
        } else {
            write(after);
            records.put(name, after);
        }
        return after;
    }

    /** Removes a function; nothing happens when there is none. */
    public synchronized void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to delete function " + name + ": " + e.getMessage(), e);
        }
        records.remove(name);
    }

    /** Whether the template declares this function. */
    public boolean isDeclared(String name) {
        return declared.containsKey(name);
    }

    private void write(FunctionRecord record) {
        try {
            WholeFile.write(file(record.name()), JSON.writeValueAsBytes(record));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to store function " + record.name() + ": " + e.getMessage(), e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
