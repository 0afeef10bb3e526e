package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every delivery on disk, a file each, from its acceptance to its end. */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Journal(Path folder) {
        this.folder = folder;
    }

    void write(Delivery delivery) {
        try {
            WholeFile.write(file(delivery), JSON.writeValueAsBytes(delivery));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to keep an event: " + e.getMessage(), e);
        }
    }

    void remove(Delivery delivery) {
        try {
            Files.deleteIfExists(file(delivery));
        } catch (IOException e) {
            // It is delivered again after a restart, which at-least-once delivery allows.
            LOG.warn("failed to remove a delivered event: {}", e.toString());
        }
    }

    /** Returns what an earlier run left, oldest first. */
    List<Delivery> open() {
        List<Delivery> deliveries = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    deliveries.add(JSON.readValue(file.toFile(), Delivery.class));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the kept events: " + e.getMessage(), e);
        }
        deliveries.sort(Comparator.comparingLong(Delivery::acceptedAt));
        return deliveries;
    }

    private Path file(Delivery delivery) {
        return folder.resolve(delivery.id() + ".json");
    }
}
